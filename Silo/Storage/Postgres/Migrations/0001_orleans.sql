-- What Orleans' ADO.NET providers ask of the database: they know the table orleansquery and the names of its texts, the parameters and the columns; the rest is ours.
-- Each text is one statement, so that it sees one snapshot, and where it decides it always answers a row: a refusal is a value, never an error.

create table orleansquery (
    querykey  text collate "C" primary key,
    querytext text not null
);

-- The version is the lock of the membership: whoever changes a silo moves it by one in the same statement, or changes nothing.
create table orleans_cluster (
    id      text collate "C" primary key,
    version integer not null default 0
) with (fillfactor = 50);

create table orleans_silo (
    cluster_id    text collate "C" not null references orleans_cluster (id) on delete cascade,
    address       text collate "C" not null,
    port          integer not null,
    generation    integer not null,
    silo_name     text not null,
    host_name     text not null,
    status        integer not null,
    proxy_port    integer not null,
    suspect_times text,
    start_time    timestamptz not null,
    alive_time    timestamptz not null,
    primary key (cluster_id, address, port, generation)
) with (fillfactor = 50);

-- A state that was deleted and written again starts at a version it never had, so that an activation that slept meanwhile finds a conflict.
create sequence orleans_state_version as integer minvalue 1 maxvalue 1000000000 cycle;

create table orleans_state (
    service_id text collate "C" not null,
    id_hash    integer not null,
    id_n0      bigint not null,
    id_n1      bigint not null,
    extension  text collate "C",
    type_hash  integer not null,
    type       text collate "C" not null,
    payload    bytea,                      -- null: cleared, and the version goes on
    version    integer not null default nextval('orleans_state_version'),
    constraint orleans_state_identity unique nulls not distinct (id_hash, type_hash, id_n0, id_n1, service_id, type, extension)
);

insert into orleansquery (querykey, querytext) values
('InsertMembershipVersionKey', $$
    with made as (
        insert into orleans_cluster (id) values (@DeploymentId) on conflict (id) do nothing returning id)
    select exists (select from made)
$$),
('InsertMembershipKey', $$
    with moved as (
        update orleans_cluster c set version = c.version + 1
        where c.id = @DeploymentId and c.version = @Version and not exists (
            select from orleans_silo s
            where s.cluster_id = @DeploymentId and s.address = @Address and s.port = @Port and s.generation = @Generation)
        returning c.id),
    made as (
        insert into orleans_silo (cluster_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
        select id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from moved
        returning cluster_id)
    select exists (select from made)
$$),
('UpdateMembershipKey', $$
    with moved as (
        update orleans_cluster c set version = c.version + 1
        where c.id = @DeploymentId and c.version = @Version and exists (
            select from orleans_silo s
            where s.cluster_id = @DeploymentId and s.address = @Address and s.port = @Port and s.generation = @Generation)
        returning c.id),
    changed as (
        update orleans_silo s set status = @Status, suspect_times = @SuspectTimes, alive_time = @IAmAliveTime
        from moved
        where s.cluster_id = moved.id and s.address = @Address and s.port = @Port and s.generation = @Generation
        returning s.cluster_id)
    select exists (select from changed)
$$),
('UpdateIAmAlivetimeKey', $$
    update orleans_silo set alive_time = @IAmAliveTime
    where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$$),
('MembershipReadAllKey', $$
    select s.address as "Address", s.port as "Port", s.generation as "Generation", s.silo_name as "SiloName", s.host_name as "HostName",
           s.status as "Status", s.proxy_port as "ProxyPort", s.suspect_times as "SuspectTimes", s.start_time as "StartTime",
           s.alive_time as "IAmAliveTime", c.version as "Version"
    from orleans_cluster c left join orleans_silo s on s.cluster_id = c.id
    where c.id = @DeploymentId
$$),
('MembershipReadRowKey', $$
    select s.address as "Address", s.port as "Port", s.generation as "Generation", s.silo_name as "SiloName", s.host_name as "HostName",
           s.status as "Status", s.proxy_port as "ProxyPort", s.suspect_times as "SuspectTimes", s.start_time as "StartTime",
           s.alive_time as "IAmAliveTime", c.version as "Version"
    from orleans_cluster c
    left join orleans_silo s on s.cluster_id = c.id and s.address = @Address and s.port = @Port and s.generation = @Generation
    where c.id = @DeploymentId
$$),
('GatewaysQueryKey', $$
    select address as "Address", proxy_port as "ProxyPort", generation as "Generation"
    from orleans_silo where cluster_id = @DeploymentId and status = @Status and proxy_port > 0
$$),
('DeleteMembershipTableEntriesKey', $$
    delete from orleans_cluster where id = @DeploymentId
$$),
-- 6 is Dead. The last sign of life of a silo is its start, its own word, or the newest vote against it.
('CleanupDefunctSiloEntriesKey', $$
    delete from orleans_silo s
    where s.cluster_id = @DeploymentId and s.status = 6 and @IAmAliveTime > greatest(s.start_time, s.alive_time, (
        select max(substring(vote from '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? GMT$')::timestamptz)
        from string_to_table(s.suspect_times, '|') vote))
$$),
('CleanupDefunctSiloEntryKey', $$
    delete from orleans_silo
    where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation and status = 6
      and start_time = @StartTime and alive_time = @IAmAliveTime and coalesce(suspect_times, '') = coalesce(@SuspectTimes, '')
$$),
('ReadFromStorageKey', $$
    select payload as "PayloadBinary", version as "Version" from orleans_state
    where id_hash = @GrainIdHash and type_hash = @GrainTypeHash and id_n0 = @GrainIdN0 and id_n1 = @GrainIdN1
      and service_id = @ServiceId and type = @GrainTypeString and extension is not distinct from @GrainIdExtensionString
$$),
('WriteToStorageKey', $$
    with made as (
        insert into orleans_state (service_id, id_hash, id_n0, id_n1, extension, type_hash, type, payload)
        select @ServiceId, @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @GrainTypeHash, @GrainTypeString, @PayloadBinary
        where @GrainStateVersion is null
        on conflict on constraint orleans_state_identity do nothing
        returning version),
    changed as (
        update orleans_state set payload = @PayloadBinary, version = version + 1
        where id_hash = @GrainIdHash and type_hash = @GrainTypeHash and id_n0 = @GrainIdN0 and id_n1 = @GrainIdN1
          and service_id = @ServiceId and type = @GrainTypeString and extension is not distinct from @GrainIdExtensionString
          and version = @GrainStateVersion
        returning version)
    select version as "NewGrainStateVersion" from made union all select version from changed
$$),
('ClearStorageKey', $$
    update orleans_state set payload = null, version = version + 1
    where id_hash = @GrainIdHash and type_hash = @GrainTypeHash and id_n0 = @GrainIdN0 and id_n1 = @GrainIdN1
      and service_id = @ServiceId and type = @GrainTypeString and extension is not distinct from @GrainIdExtensionString
      and version = @GrainStateVersion
    returning version as "NewGrainStateVersion"
$$),
('DeleteStorageKey', $$
    delete from orleans_state
    where id_hash = @GrainIdHash and type_hash = @GrainTypeHash and id_n0 = @GrainIdN0 and id_n1 = @GrainIdN1
      and service_id = @ServiceId and type = @GrainTypeString and extension is not distinct from @GrainIdExtensionString
      and version = @GrainStateVersion
    returning version + 1 as "NewGrainStateVersion"
$$);
