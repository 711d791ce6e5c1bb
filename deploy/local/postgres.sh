# PostgreSQL in a throw-away folder, from the binaries of this machine. Sourced by cluster.sh; needs $home, $postgres_port.
# shellcheck shell=bash

readonly postgres_user=orleansiot

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid "$(owner)" --regid "$(id -g "$(owner)")" --clear-groups -- "$@"
    else
        "$@"
    fi
}

owner() {
    if id postgres >/dev/null 2>&1; then
        echo postgres
    else
        echo nobody
    fi
}

# Folder of the binaries: the newest that is installed.
postgres_binaries() {
    local found
    found=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1)
    found=${found:-$(command -v initdb)} || return 1
    dirname "$found"
}

# Under the cluster's folder where the unprivileged user can get there, else in a folder of its own.
make_postgres_folder() {
    local folder=$home/postgres
    mkdir -p "$folder"
    if [ "$(id -u)" = 0 ]; then
        chown "$(owner)" "$folder"
        if ! as_owner test -w "$folder"; then
            rmdir "$folder"
            folder=$(mktemp -d /tmp/orleansiot-postgres.XXXXXX)
            chown "$(owner)" "$folder"
        fi
    fi
    echo "$folder" >"$home/postgres.folder"
}

create_postgres() {
    local folder password binaries
    binaries=$(postgres_binaries)
    make_postgres_folder
    folder=$(<"$home/postgres.folder")
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && echo "$password" >"$folder/password")
    [ "$(id -u)" != 0 ] || chown "$(owner)" "$folder/password"
    (cd "$folder" && as_owner "$binaries/initdb" -D "$folder/data" -U "$postgres_user" --pwfile="$folder/password" -A scram-sha-256 -E UTF8 --no-locale >"$home/initdb.log" 2>&1) ||
        fail "initdb failed: see $home/initdb.log"
    # fsync and synchronous_commit stay as they are: what is acknowledged is on disk here, too.
    cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
port = $postgres_port
unix_socket_directories = ''
max_connections = 300
SETTINGS
}

start_postgres() {
    local folder
    folder=$(<"$home/postgres.folder")
    # Of one that was killed; nobody of it is left, so nobody holds the data, although a zombie may still have the number in it.
    rm -f "$folder/data/postmaster.pid"
    cd "$folder"
    if [ "$(id -u)" = 0 ]; then
        spawn postgres setpriv --reuid "$(owner)" --regid "$(id -g "$(owner)")" --clear-groups -- "$(postgres_binaries)/postgres" -D "$folder/data"
    else
        spawn postgres "$(postgres_binaries)/postgres" -D "$folder/data"
    fi
    cd "$OLDPWD"
}

# Waits for it, and makes the database where it is not there yet.
prepare_database() {
    local folder
    folder=$(<"$home/postgres.folder")
    PGPASSWORD=$(<"$folder/password")
    export PGPASSWORD PGHOST=127.0.0.1 PGPORT=$postgres_port PGUSER=$postgres_user PGDATABASE=postgres
    until_true 60 "$(postgres_binaries)/pg_isready" -q || fail "PostgreSQL does not answer: see $home/postgres.log"
    if [ -z "$("$(postgres_binaries)/psql" -Atc "select 1 from pg_database where datname = '$postgres_user'")" ]; then
        "$(postgres_binaries)/createdb" "$postgres_user"
    fi
    unset PGPASSWORD PGHOST PGPORT PGUSER PGDATABASE
}

postgres_connection_string() {
    local folder
    folder=$(<"$home/postgres.folder")
    echo "Host=127.0.0.1;Port=$postgres_port;Username=$postgres_user;Password=$(<"$folder/password");Database=$postgres_user"
}

# kill -9 of the server and of all that it has started: they hold its memory until they are gone.
kill_postgres() {
    local pid started children=() child
    is_running postgres || return 0
    read -r pid started <"$home/postgres.pid"
    for child in /proc/[0-9]*; do
        child=${child#/proc/}
        [ "$(parent_of "$child")" = "$pid" ] && children+=("$child $(started_at "$child")")
    done
    kill -KILL "$pid" "${children[@]%% *}" 2>/dev/null || true
    for child in "$pid $started" "${children[@]}"; do
        # shellcheck disable=SC2086 # a number and an instant
        wait_until_gone $child 30 || fail "PostgreSQL (process $child) did not end."
    done
}

remove_postgres() {
    [ -e "$home/postgres.folder" ] || return 0
    rm -rf "$(<"$home/postgres.folder")" "$home/postgres.folder"
}
