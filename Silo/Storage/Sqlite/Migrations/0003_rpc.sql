-- Commands to devices. The number of a command is unique in its device and never given again; device_state.last_rpc remembers the largest.
create table rpc (
    device          integer not null,
    id              integer not null,
    uuid            text not null unique,
    created_time    integer not null,
    expires_at      integer not null,
    oneway          integer not null,
    persistent      integer not null,
    status          integer not null,  -- CommandStatus
    is_open         integer not null,  -- something can still happen to it
    is_held         integer not null,  -- the device has to know it: it is open, or its caller has not taken the end yet
    method          text not null,
    params          text,              -- JSON as the caller spelt it
    retries         integer,
    additional_info text,              -- JSON
    reply_is_json   integer,
    reply           text,              -- JSON; a JSON string where the device replied with other text
    primary key (device, id)
);

create index rpc_held on rpc (device, id) where is_held = 1;
create index rpc_due on rpc (expires_at) where is_open = 1;
create index rpc_untaken on rpc (expires_at) where is_open = 0 and persistent = 0;
create index rpc_records on rpc (created_time) where is_open = 0 and persistent = 1;
