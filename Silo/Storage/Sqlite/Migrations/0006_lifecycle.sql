-- Claiming: the open offer of a device, and the request that last changed its owner.
create table claim (
    device      integer primary key,
    secret_hash blob,                        -- SHA-256; null: nothing is offered
    expires_at  integer not null default 0,
    attempt     text                         -- of the claim or reclaim that was done last: it may come again
);

-- Prepared devices that have collected their credentials, and the request that did it.
create table provision (
    device         integer primary key,
    attempt        text not null,
    provisioned_at integer not null
);

-- Bulk imports: up to which line they are dealt with.
create table device_import (
    id           text primary key not null,
    started_time integer not null,
    updated_time integer not null,
    line         integer not null,
    created      integer not null,
    failed       integer not null
) without rowid;

-- Firmware and software.
create table ota_package (
    id                 text primary key not null,
    created_time       integer not null,
    profile_id         text not null references device_profile (id),
    type               integer not null,     -- OtaPackageType
    title              text not null,
    version            text not null,
    tag                text,
    url                text,
    additional_info    text,
    content            text unique,          -- names the chunks; null: no data here (yet), and so are all columns below that are not known of the URL's
    file_name          text,
    content_type       text,
    checksum_algorithm integer,              -- ChecksumAlgorithm
    checksum           text,
    size               integer,
    sha256             text,
    chunk_size         integer,
    unique (title, version)
) without rowid;

create index ota_package_profile on ota_package (profile_id, type);

-- Immutable. A row may be there without its package: while it is being uploaded, and after it was given up or deleted until it is swept.
create table ota_chunk (
    content text not null,
    seq     integer not null,
    data    blob not null,
    unique (content, seq)
);

create table ota_upload (
    content    text primary key not null,
    package_id text not null,
    touched_at integer not null
) without rowid;

create index ota_upload_touched on ota_upload (touched_at);

-- Contents whose chunks are to be deleted.
create table ota_garbage (
    content text primary key not null
) without rowid;

alter table device add column firmware_id text references ota_package (id);
alter table device add column software_id text references ota_package (id);
create index device_of_profile on device (profile_id);  -- in the order of their numbers
create index device_firmware on device (firmware_id) where firmware_id is not null;
create index device_software on device (software_id) where software_id is not null;

alter table device_profile add column firmware_id text references ota_package (id);
alter table device_profile add column software_id text references ota_package (id);
alter table device_profile add column reprovision integer not null default 0;  -- whether a device may register itself again

-- What a device was told to run, and what it has said of it since.
create table ota_device (
    device     integer not null,
    type       integer not null,
    package_id text,                          -- null: it was told to run nothing
    state      integer not null,              -- OtaState
    state_ts   integer not null,
    primary key (device, type)
) without rowid;

create index ota_device_package on ota_device (package_id, state) where package_id is not null;

-- Devices whose package may have changed and that have not been told yet.
create table ota_due (
    device integer primary key,
    since  integer not null
);

-- A package of a profile on its way to the profile's devices, in the order of their numbers.
create table ota_fan_out (
    profile_id  text not null,
    type        integer not null,
    package_id  text,                         -- null: it is taken away
    generation  integer not null,             -- grows with every change of the profile's package
    position    integer not null,             -- number of the last device that was told
    total       integer not null,
    done        integer not null,
    failed      integer not null,
    started_at  integer not null,
    finished_at integer,
    primary key (profile_id, type)
) without rowid;

create index ota_fan_out_open on ota_fan_out (started_at) where finished_at is null;

create table ota_roll_out (
    id           text primary key not null,
    created_time integer not null,
    profile_id   text not null,
    type         integer not null,
    package_id   text not null,
    plan         text not null,               -- JSON of RollOutPlan
    state        integer not null,            -- RollOutState
    stage        integer not null,            -- index of the stage that is open
    stage_time   integer not null,            -- when it was opened
    position     integer not null,            -- number of the last device that was looked at for this stage; -1: all were
    tolerated    integer not null default 0,  -- failed devices that somebody has seen and resumed in spite of
    reason       text,                        -- why it was paused
    ended_time   integer,
    version      integer not null default 1
) without rowid;

create unique index ota_roll_out_open on ota_roll_out (profile_id, type) where ended_time is null;

-- The devices that a roll-out has reached.
create table ota_roll_out_device (
    roll_out_id text not null,
    device      integer not null,
    primary key (roll_out_id, device)
) without rowid;

create index ota_roll_out_of_device on ota_roll_out_device (device);
