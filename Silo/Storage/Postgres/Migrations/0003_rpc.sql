-- Commands to devices. The number of a command is unique in its device and never given again; device_state.last_rpc remembers the largest.
create table rpc (
    device          bigint not null,
    created_time    bigint not null,
    expires_at      bigint not null,
    uuid            uuid not null constraint rpc_uuid unique,
    id              integer not null,
    retries         integer,
    status          smallint not null,             -- CommandStatus
    oneway          boolean not null,
    persistent      boolean not null,
    is_open         boolean not null,              -- something can still happen to it
    is_held         boolean not null,              -- the device has to know it: it is open, or its caller has not taken the end yet
    reply_is_json   boolean,
    method          text collate "C" not null,
    params          text collate "C",              -- JSON as the caller spelt it
    additional_info text collate "C",              -- JSON
    reply           text collate "C",              -- JSON; a JSON string where the device replied with other text
    primary key (device, id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

create index rpc_held on rpc (device, id) where is_held;
create index rpc_due on rpc (expires_at) where is_open;
create index rpc_untaken on rpc (expires_at) where not is_open and not persistent;
create index rpc_records on rpc (created_time) where not is_open and persistent;

-- Stores a command under a number that its device has not given yet. The row of the device is locked, so its numbers are given one after another.
-- True also when this very command has that number already.
create function create_command(
    of_device bigint, as_id integer, as_uuid uuid, at bigint, until bigint, as_oneway boolean, as_persistent boolean, as_status smallint,
    of_method text, of_params text, of_retries integer, of_info text) returns boolean language plpgsql as $$
declare
    last integer;
begin
    select last_rpc into last from device_state where device = of_device for update;
    if last is null then
        return false;
    end if;
    if last >= as_id or exists (select from rpc where uuid = as_uuid) then
        return exists (select from rpc where device = of_device and id = as_id and uuid = as_uuid);
    end if;
    insert into rpc (device, id, uuid, created_time, expires_at, oneway, persistent, status, is_open, is_held, method, params, retries, additional_info)
    values (of_device, as_id, as_uuid, at, until, as_oneway, as_persistent, as_status, as_status = 1, as_status = 1, of_method, of_params, of_retries, of_info);
    update device_state set last_rpc = as_id where device = of_device;
    return true;
end
$$;

-- Moves a command that is open. True also when it has this status already.
create function move_command(of_device bigint, of_id integer, to_status smallint, is_json boolean, with_reply text) returns boolean language plpgsql as $$
begin
    if not exists (select from device_state where device = of_device) then
        return false;
    end if;
    update rpc
    set status = to_status, is_open = not (to_status > 3 or oneway), is_held = not ((to_status > 3 or oneway) and persistent),
        reply_is_json = is_json, reply = with_reply
    where device = of_device and id = of_id and is_open and status <> to_status;
    return found or exists (select from rpc where device = of_device and id = of_id and status = to_status);
end
$$;

-- Deletes a command. True also when it is gone already.
create function remove_command(of_device bigint, of_uuid uuid) returns boolean language plpgsql as $$
begin
    if not exists (select from device_state where device = of_device) then
        return false;
    end if;
    delete from rpc where device = of_device and uuid = of_uuid;
    return true;
end
$$;
