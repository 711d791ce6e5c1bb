-- Claiming: the open offer of a device, and the request that last changed its owner.
create table claim (
    device      bigint primary key,
    expires_at  bigint not null default 0,
    attempt     uuid,                        -- of the claim or reclaim that was done last: it may come again
    secret_hash bytea                        -- SHA-256; null: nothing is offered
) with (fillfactor = 80);

-- Prepared devices that have collected their credentials, and the request that did it.
create table provision (
    device         bigint primary key,
    provisioned_at bigint not null,
    attempt        uuid not null
);

-- Bulk imports: up to which line they are dealt with.
create table device_import (
    id           uuid primary key,
    started_time bigint not null,
    updated_time bigint not null,
    line         bigint not null,
    created      bigint not null,
    failed       bigint not null
);

-- Firmware and software.
create table ota_package (
    id                 uuid primary key,
    created_time       bigint not null,
    profile_id         uuid not null constraint ota_package_profile_of references device_profile (id),
    type               smallint not null,    -- OtaPackageType
    title              text collate "C" not null,
    title_folded       text collate "C" not null,
    version            text collate "C" not null,
    tag                text collate "C",
    url                text collate "C",
    additional_info    text,
    content            uuid constraint ota_package_content unique,  -- names the chunks; null: no data here (yet), and so are all columns below that are not known of the URL's
    file_name          text collate "C",
    content_type       text,
    checksum_algorithm smallint,             -- ChecksumAlgorithm
    checksum           text,
    size               bigint,
    sha256             text,
    chunk_size         integer,
    constraint ota_package_name unique (title, version)
);

create index ota_package_by_profile on ota_package (profile_id, type);

-- Immutable. A row may be there without its package: while it is being uploaded, and after it was given up or deleted until it is swept.
create table ota_chunk (
    content uuid not null,
    seq     integer not null,
    data    bytea not null,
    primary key (content, seq)
);

-- Firmware is compressed already, or encrypted.
alter table ota_chunk alter column data set storage external;

create table ota_upload (
    content    uuid primary key,
    package_id uuid not null,
    touched_at bigint not null
);

create index ota_upload_by_touch on ota_upload (touched_at);

-- Contents whose chunks are to be deleted.
create table ota_garbage (
    content uuid primary key
);

alter table device
    add column firmware_id uuid constraint device_firmware_of references ota_package (id),
    add column software_id uuid constraint device_software_of references ota_package (id);

create index device_by_profile_number on device (profile_id, number);
create index device_by_firmware on device (firmware_id) where firmware_id is not null;
create index device_by_software on device (software_id) where software_id is not null;

alter table device_profile
    add column firmware_id uuid constraint device_profile_firmware_of references ota_package (id),
    add column software_id uuid constraint device_profile_software_of references ota_package (id),
    add column reprovision boolean not null default false;  -- whether a device may register itself again

-- What a device was told to run, and what it has said of it since.
create table ota_device (
    device     bigint not null,
    state_ts   bigint not null,
    package_id uuid,                          -- null: it was told to run nothing
    type       smallint not null,
    state      smallint not null,             -- OtaState
    primary key (device, type)
) with (fillfactor = 80);

create index ota_device_by_package on ota_device (package_id, state) where package_id is not null;

-- Devices whose package may have changed and that have not been told yet.
create table ota_due (
    device bigint primary key,
    since  timestamptz not null default now()
);

create index ota_due_by_time on ota_due (since);

-- A package of a profile on its way to the profile's devices, in the order of their numbers.
create table ota_fan_out (
    profile_id  uuid not null,
    type        smallint not null,
    package_id  uuid,                         -- null: it is taken away
    generation  bigint not null,              -- grows with every change of the profile's package
    position    bigint not null,              -- number of the last device that was told
    total       bigint not null,
    done        bigint not null,
    failed      bigint not null,
    started_at  bigint not null,
    finished_at bigint,
    primary key (profile_id, type)
);

create index ota_fan_out_open on ota_fan_out (started_at) where finished_at is null;

create table ota_roll_out (
    id           uuid primary key,
    created_time bigint not null,
    profile_id   uuid not null,
    type         smallint not null,
    package_id   uuid not null,
    plan         text not null,               -- JSON of RollOutPlan
    state        smallint not null,           -- RollOutState
    stage        integer not null,            -- index of the stage that is open
    stage_time   bigint not null,             -- when it was opened
    position     bigint not null,             -- number of the last device that was looked at for this stage; -1: all were
    tolerated    bigint not null default 0,   -- failed devices that somebody has seen and resumed in spite of
    reason       text,                        -- why it was paused
    ended_time   bigint,
    version      bigint not null default 1
);

create unique index ota_roll_out_open on ota_roll_out (profile_id, type) where ended_time is null;

-- The devices that a roll-out has reached.
create table ota_roll_out_device (
    roll_out_id uuid not null,
    device      bigint not null,
    primary key (roll_out_id, device)
);

create index ota_roll_out_of_device on ota_roll_out_device (device);

create function now_ms() returns bigint language sql volatile as $$
    select (extract(epoch from clock_timestamp()) * 1000)::bigint
$$;
