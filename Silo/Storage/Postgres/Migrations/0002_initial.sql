-- Ids are uuid, instants are milliseconds since 1970, JSON is strict text. Texts sort by their bytes, whatever the database's language is;
-- what is searched without regard to case is stored folded as well, because the program's rules for that are not the database's.

do $$
begin
    if current_setting('server_encoding') <> 'UTF8' then
        raise exception 'The database has the encoding %, but it must be UTF8', current_setting('server_encoding');
    end if;
end
$$;

create table setting (
    name  text collate "C" primary key,
    value text not null
);

create table customer (
    id              uuid primary key,
    created_time    bigint not null,
    title           text collate "C" not null constraint customer_title unique,
    title_folded    text collate "C" not null,
    country         text collate "C",
    state           text collate "C",
    city            text collate "C",
    address         text collate "C",
    address2        text collate "C",
    zip             text collate "C",
    phone           text collate "C",
    email           text collate "C",
    additional_info text,
    is_public       boolean not null default false,
    version         bigint not null default 1
);

create unique index customer_one_public on customer (is_public) where is_public;

create table device_profile (
    id               uuid primary key,
    created_time     bigint not null,
    name             text collate "C" not null constraint device_profile_name unique,
    name_folded      text collate "C" not null,
    is_default       boolean not null default false,
    provision_type   smallint not null default 0,  -- ProvisionType
    provision_key    text collate "C" constraint device_profile_provision_key unique,
    provision_secret text,
    document         text not null,                -- JSON of the members that only the management API reads
    version          bigint not null default 1
);

create unique index device_profile_one_default on device_profile (is_default) where is_default;

-- A member of a JSON object as text. JSON may spell characters that no text of the database can hold; such a member sorts as if it were not there.
create function member_text(document text, member text) returns text language plpgsql immutable as $$
begin
    return document::json ->> member;
exception when others then
    return null;
end
$$;

create table app_user (
    id               uuid primary key,
    created_time     bigint not null,
    email            text collate "C" not null,
    email_folded     text collate "C" not null constraint app_user_email unique,
    authority        smallint not null,
    customer_id      uuid references customer (id),
    first_name       text collate "C",
    last_name        text collate "C",
    phone            text,
    additional_info  text,
    version          bigint not null default 1,    -- of the members above
    password_hash    text,                         -- null until activated
    enabled          boolean not null default true,
    activation_hash  text collate "C" constraint app_user_activation unique, -- of the activation token that is good now
    activation_until bigint not null default 0,
    epoch            bigint not null default 1,    -- tokens of another epoch open nothing
    secrets_version  bigint not null default 1     -- of password, enabled, activation and epoch
);

create index app_user_by_customer on app_user (customer_id);

-- One login and the refresh tokens that descend from it.
create table session (
    id             uuid primary key,
    user_id        uuid not null references app_user (id) on delete cascade,
    current_token  uuid not null,      -- id of the refresh token that is good now
    previous_token uuid,               -- the one before, good for a short while after the rotation
    rotated_at     bigint not null,
    expires_at     bigint not null,    -- the row goes then
    ended_at       bigint              -- when it was ended before its time
);

create index session_by_user on session (user_id, rotated_at);
create index session_by_expiry on session (expires_at);

create table device (
    number              bigint generated always as identity primary key,  -- never reused: late rows of a deleted device reach nobody
    id                  uuid not null constraint device_id unique,
    created_time        bigint not null,
    name                text collate "C" not null constraint device_name unique,
    label               text collate "C",
    folded              text collate "C" not null,  -- name, unit separator (1F), label
    profile_id          uuid not null constraint device_profile_of references device_profile (id),
    customer_id         uuid constraint device_customer_of references customer (id),
    additional_info     text,
    version             bigint not null default 1,
    credentials_uuid    uuid not null,
    credentials_type    smallint not null,
    credentials_id      text collate "C" not null constraint device_credentials unique,
    credentials_value   text,
    credentials_version bigint not null default 1
);

-- Pages are cut from these alone; the rows are looked up for one page.
create index device_by_time on device (created_time, number);
create index device_by_customer on device (customer_id, created_time, number);
create index device_by_profile on device (profile_id, created_time, number);

-- More buckets tell the planner better whether a search finds few devices or most of them.
alter table device alter column folded set statistics 1000;

do $$
begin
    create extension if not exists pg_trgm;
    create index device_by_part on device using gin (folded gin_trgm_ops);
exception when others then
    raise warning 'Searches for a part of a device name will read every device, because of pg_trgm: %', sqlerrm;
end
$$;

-- How many devices there are of each profile and customer: every statement that changes that adds a row, and the rows are added up now and then.
create table device_count (
    profile_id  uuid not null,
    customer_id uuid,
    devices     bigint not null
);

create index device_count_by_customer on device_count (customer_id);

create function count_devices() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into device_count (profile_id, customer_id, devices)
        select profile_id, customer_id, count(*) from made group by profile_id, customer_id;
    elsif tg_op = 'DELETE' then
        insert into device_count (profile_id, customer_id, devices)
        select profile_id, customer_id, -count(*) from gone group by profile_id, customer_id;
    else
        insert into device_count (profile_id, customer_id, devices)
        select profile_id, customer_id, sum(devices)
        from (select profile_id, customer_id, 1 from made union all select profile_id, customer_id, -1 from gone) moved (profile_id, customer_id, devices)
        group by profile_id, customer_id having sum(devices) <> 0;
    end if;
    return null;
end
$$;

create trigger device_made after insert on device referencing new table as made for each statement execute function count_devices();
create trigger device_moved after update on device referencing old table as gone new table as made for each statement execute function count_devices();
create trigger device_gone after delete on device referencing old table as gone for each statement execute function count_devices();

-- Devices whose rows may still lie about: deleted ones. A commit that began before may leave a few more.
create table deleted_device (
    number     bigint primary key,
    deleted_at timestamptz not null default now()
);

-- One narrow row per device, made and deleted with it: the numbers that move with its attributes and polls.
create table device_state (
    device             bigint primary key,
    attributes_version bigint not null default 0,  -- of the newest change of any attribute
    attributes_writer  bigint not null default 0,  -- the activation that made it; 0 is nobody
    updates_cursor     bigint,                     -- version up to which the device has taken its shared attributes; null: it has never polled
    updates_horizon    bigint not null default 0,  -- deletions up to this version may be forgotten
    last_rpc           integer not null default 0  -- largest number given to a command
) with (fillfactor = 70);

-- Value columns, here and below: kind is ValueKind; BOOLEAN (0 or 1) and LONG are in long_value, DOUBLE in double_value, STRING and JSON in text_value.
-- Kind 0 in the shared scope is a tombstone: the attribute was deleted at last_update_ts, and its version tells the polls so.
create table attribute (
    device         bigint not null,
    version        bigint not null,
    last_update_ts bigint not null,
    long_value     bigint,
    double_value   double precision,
    scope          smallint not null,
    kind           smallint not null,
    key            text collate "C" not null,
    text_value     text collate "C",
    primary key (device, scope, key)
) with (fillfactor = 80);

create table key_name (
    id   integer primary key,
    name text collate "C" not null constraint key_name_name unique
);

-- Partitions follow each other without gaps: one for everything older, a few around now, one for everything later. The program makes and drops them.
create table reading (
    device       bigint not null,
    ts           bigint not null,
    long_value   bigint,
    double_value double precision,
    key          integer not null,
    kind         smallint not null,
    text_value   text collate "C",
    primary key (device, key, ts)
) partition by range (ts);

-- One row per device and key that has had a reading. The latest value is the newer of this row's and the newest reading, of equal ones the reading:
-- the value comes here only when its reading goes.
create table latest (
    device       bigint not null,
    ts           bigint,
    long_value   bigint,
    double_value double precision,
    key          integer not null,
    kind         smallint,
    text_value   text collate "C",
    primary key (device, key)
) with (fillfactor = 90);

-- Device and key whose latest value was forgotten although older readings stay: until a newer reading comes, it is what the row in latest says, also nothing.
create table forgotten_latest (
    device bigint not null,
    key    integer not null,
    primary key (device, key)
);

-- Undoes a transaction of the committer: OI001, its changes do not fit what is stored and are sent again in another form; OI002, it comes too late.
create function refuse_commit(code text) returns void language plpgsql as $$
begin
    raise exception 'The transaction is refused' using errcode = code;
end
$$;
