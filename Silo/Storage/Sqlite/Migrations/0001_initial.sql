-- Ids are lower-case UUID text, instants are milliseconds since 1970, flags are 0 or 1, JSON is strict text.

create table setting (
    name  text primary key not null,
    value text not null
) without rowid;

create table customer (
    id              text primary key not null,
    created_time    integer not null,
    title           text not null unique,
    details         text,              -- JSON of the contact members (country, city, address, phone, email …)
    additional_info text,
    is_public       integer not null default 0,
    version         integer not null default 1
) without rowid;

create unique index customer_one_public on customer (is_public) where is_public = 1;

create table device_profile (
    id               text primary key not null,
    created_time     integer not null,
    name             text not null unique,
    is_default       integer not null default 0,
    provision_type   integer not null default 0,  -- ProvisionType
    provision_key    text unique,
    provision_secret text,
    document         text not null,    -- JSON of the members that only the management API reads
    version          integer not null default 1
) without rowid;

create unique index device_profile_one_default on device_profile (is_default) where is_default = 1;

create table app_user (
    id               text primary key not null,
    created_time     integer not null,
    email            text not null unique collate nocase,
    authority        integer not null,
    customer_id      text references customer (id),
    first_name       text,
    last_name        text,
    phone            text,
    additional_info  text,
    version          integer not null default 1,  -- of the members above
    password_hash    text,                        -- null until activated
    enabled          integer not null default 1,
    activation_hash  text unique,                 -- of the activation token that is good now
    activation_until integer not null default 0,
    epoch            integer not null default 1,  -- tokens of another epoch open nothing
    secrets_version  integer not null default 1   -- of password, enabled, activation and epoch
) without rowid;

create index app_user_customer on app_user (customer_id);

-- One login and the refresh tokens that descend from it.
create table session (
    id             text primary key not null,
    user_id        text not null references app_user (id) on delete cascade,
    current_token  text not null,      -- id of the refresh token that is good now
    previous_token text,               -- the one before, good for a short while after the rotation
    rotated_at     integer not null,
    expires_at     integer not null,   -- the row goes then
    ended_at       integer             -- when it was ended before its time
) without rowid;

create index session_user on session (user_id, rotated_at);
create index session_expiry on session (expires_at);

create table device (
    number              integer primary key autoincrement,  -- never reused: late rows of a deleted device reach nobody
    id                  text not null unique,
    created_time        integer not null,
    name                text not null unique,
    label               text,
    profile_id          text not null references device_profile (id),
    customer_id         text references customer (id),
    additional_info     text,
    version             integer not null default 1,
    credentials_uuid    text not null,
    credentials_type    integer not null,
    credentials_id      text not null unique,
    credentials_value   text,
    credentials_version integer not null default 1
);

create index device_created on device (created_time);
create index device_customer on device (customer_id, created_time);
create index device_profile_of on device (profile_id, created_time);

-- Value columns: kind is ValueKind; value is an integer (BOOLEAN, LONG), a real (DOUBLE) or text (STRING, JSON).
create table attribute (
    device         integer not null,
    scope          integer not null,
    key            text not null,
    kind           integer not null,
    value          not null,
    last_update_ts integer not null,
    version        integer not null,
    primary key (device, scope, key)
) without rowid;

create table key_name (
    id   integer primary key,
    name text not null unique
);

create table reading (
    device integer not null,
    key    integer not null,
    ts     integer not null,
    kind   integer not null,
    value  not null,
    primary key (device, key, ts)
) without rowid;

create table latest (
    device integer not null,
    key    integer not null,
    ts     integer not null,
    kind   integer not null,
    value  not null,
    primary key (device, key)
) without rowid;

-- Readings that are acknowledged and not yet sorted into reading and latest: one row per commit.
create table journal (
    seq  integer primary key,
    data blob not null
);
