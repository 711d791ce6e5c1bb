create table rule_chain (
    id              text primary key not null,
    created_time    integer not null,
    name            text not null,
    is_root         integer not null default 0,
    debug_mode      integer not null default 0,
    first_node_id   text,
    configuration   text,
    additional_info text,
    nodes           text not null,               -- JSON of nodes and connections
    version         integer not null default 1   -- of everything above
) without rowid;

create unique index rule_chain_one_root on rule_chain (is_root) where is_root = 1;
create index rule_chain_name on rule_chain (name);

alter table device_profile add column rule_chain_id text references rule_chain (id);
create index device_profile_rule_chain on device_profile (rule_chain_id) where rule_chain_id is not null;

-- Grows with whatever may change what becomes of a message, so that silos see when what they have compiled is out of date.
create table rule_version (
    version integer not null
);

insert into rule_version values (1);

create trigger rule_chain_made after insert on rule_chain begin update rule_version set version = version + 1; end;
create trigger rule_chain_changed after update on rule_chain begin update rule_version set version = version + 1; end;
create trigger rule_chain_gone after delete on rule_chain begin update rule_version set version = version + 1; end;
create trigger rule_chain_of_profile_changed after update of rule_chain_id on device_profile begin update rule_version set version = version + 1; end;

-- What rule chains are to see, written with what it tells of and removed when it was seen.
create table rule_outbox (
    device   integer not null,
    seq      integer not null,            -- order of the device's entries: about microseconds since 1970
    writer   integer not null,            -- the activation that wrote it
    attempts integer not null default 0,  -- to bring it through its chain, that were counted
    type     text not null,
    data     blob not null,               -- JSON
    metadata blob,                        -- JSON of an object with texts
    primary key (device, seq, writer)
) without rowid;

-- Of a device and a type, at most one alarm is not cleared. Instants of what did not happen are 0.
create table alarm (
    id           text primary key not null,
    created_time integer not null,
    device_id    text not null references device (id) on delete cascade,
    type         text not null,
    severity     integer not null,        -- AlarmSeverity
    start_ts     integer not null,
    end_ts       integer not null,
    ack_ts       integer not null default 0,
    clear_ts     integer not null default 0,
    details      text                     -- JSON
) without rowid;

create unique index alarm_active on alarm (device_id, type) where clear_ts = 0;
create index alarm_time on alarm (created_time);
create index alarm_device on alarm (device_id, created_time);
