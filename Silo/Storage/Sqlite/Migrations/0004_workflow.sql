-- The progress of workflows. A cleared state stays as a row without data, so that its version goes on.
create table grain_state (
    grain   text not null,
    name    text not null,
    version integer not null,
    data    blob,
    primary key (grain, name)
) without rowid;
