-- One narrow row per device, made and deleted with it: the numbers that move with its attributes and polls.
create table device_state (
    device             integer primary key not null,
    attributes_version integer not null default 0,  -- of the newest change of any attribute
    attributes_writer  integer not null default 0,  -- the activation that made it; 0 is nobody
    updates_cursor     integer,                     -- version up to which the device has taken its shared attributes; null: it has never polled
    updates_horizon    integer not null default 0,  -- deletions up to this version may be forgotten
    last_rpc           integer not null default 0   -- largest number given to a command
);

insert into device_state (device, attributes_version)
select d.number, coalesce(max(a.version), 0) from device d left join attribute a on a.device = d.number group by d.number;

-- From here on, an attribute of scope 2 (shared) and kind 0 is a tombstone: it was deleted at last_update_ts, and its version tells the polls so.
