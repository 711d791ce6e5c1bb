create table rule_chain (
    id              uuid primary key,
    created_time    bigint not null,
    name            text collate "C" not null,
    name_folded     text collate "C" not null,
    is_root         boolean not null default false,
    debug_mode      boolean not null default false,
    first_node_id   uuid,
    configuration   text,
    additional_info text,
    nodes           text not null,              -- JSON of nodes and connections
    version         bigint not null default 1   -- of everything above
);

create unique index rule_chain_one_root on rule_chain (is_root) where is_root;
create index rule_chain_by_name on rule_chain (name);

alter table device_profile add column rule_chain_id uuid constraint device_profile_rule_chain references rule_chain (id);
create index device_profile_by_rule_chain on device_profile (rule_chain_id) where rule_chain_id is not null;

-- Grows with whatever may change what becomes of a message, so that silos see when what they have compiled is out of date.
create table rule_version (
    version bigint not null
);

insert into rule_version values (1);

create function move_rule_version() returns trigger language plpgsql as $$
begin
    update rule_version set version = version + 1;
    return null;
end
$$;

create trigger rule_chain_moved after insert or update or delete on rule_chain for each statement execute function move_rule_version();
create trigger rule_chain_of_profile_moved after update of rule_chain_id on device_profile for each statement execute function move_rule_version();

-- What rule chains are to see, written with what it tells of and removed when it was seen: rows live for moments.
create table rule_outbox (
    device   bigint not null,
    seq      bigint not null,              -- order of the device's entries: about microseconds since 1970
    writer   bigint not null,              -- the activation that wrote it
    attempts integer not null default 0,   -- to bring it through its chain, that were counted
    type     text collate "C" not null,
    data     bytea not null,               -- JSON
    metadata bytea,                        -- JSON of an object with texts
    primary key (device, seq, writer)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);

-- Of a device and a type, at most one alarm is not cleared. Instants of what did not happen are 0.
create table alarm (
    id           uuid primary key,
    created_time bigint not null,
    device_id    uuid not null constraint alarm_of_device references device (id) on delete cascade,
    type         text collate "C" not null,
    type_folded  text collate "C" not null,
    severity     smallint not null,        -- AlarmSeverity
    start_ts     bigint not null,
    end_ts       bigint not null,
    ack_ts       bigint not null default 0,
    clear_ts     bigint not null default 0,
    details      text                      -- JSON
);

create unique index alarm_active on alarm (device_id, type) where clear_ts = 0;
create index alarm_by_time on alarm (created_time);
create index alarm_by_device on alarm (device_id, created_time);
