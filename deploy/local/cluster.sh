#!/usr/bin/env bash
# A whole cluster on this machine: PostgreSQL, three silos, two gateways and HAProxy in front of them, each a process of its own on a loopback port.
#
#   cluster.sh up [--supervise]     starts it and prints the endpoint; --supervise also restarts whatever dies
#   cluster.sh down                 ends it and deletes its data; the logs stay
#   cluster.sh status               what runs where, and whether it is ready; status 0 when all are
#   cluster.sh endpoint             the URL alone
#   cluster.sh kill|stop|start N …  SIGKILL, SIGTERM, or start again: silo-1 … silo-3, gateway-1, gateway-2, postgres, haproxy
#   cluster.sh control stop|kill|start   the same for all silos and gateways at once
#
# kill and stop return when the processes have ended, start returns before they answer, up when everything is ready.
#   CLUSTER_HOME      folder for logs, process ids and data; several clusters live side by side in different folders
#   CLUSTER_PORT      port of the endpoint; the 39 after it are used, too. Default: free ones
#   CLUSTER_POSTGRES  connection string of a PostgreSQL that exists (as Npgsql reads it); default: one of its own in CLUSTER_HOME
#   CLUSTER_BUILD     Release (default) or Debug: which build of the hosts runs; it is built where it is missing
#   CLUSTER_METRICS   1: every host serves /metrics for Prometheus, see status
# Settings of the hosts (Admin__Email, Admin__Password, Telemetry__CastStrings …, OTEL_…) come from the environment of 'up' and are kept for later starts.
# Linux. As root, PostgreSQL runs as the user postgres (or nobody), and missing packages are installed.
set -euo pipefail

PATH=$PATH:/usr/sbin # where HAProxy is, for users who are not root too
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
home=${CLUSTER_HOME:-${TMPDIR:-/tmp}/orleansiot-cluster-$(id -un)}
readonly here repository
readonly silos=(silo-1 silo-2 silo-3) gateways=(gateway-1 gateway-2)
readonly hosts=("${gateways[@]}" "${silos[@]}")
readonly stop_seconds=120 ready_seconds=180

fail() {
    echo "$*" >&2
    exit 1
}

until_true() { # seconds, command …
    local tries=$(($1 * 10))
    shift
    for _ in $(seq "$tries"); do
        "$@" && return
        sleep 0.1
    done
    return 1
}

# shellcheck source=SCRIPTDIR/processes.sh
source "$here/processes.sh"
# shellcheck source=SCRIPTDIR/postgres.sh
source "$here/postgres.sh"
# shellcheck source=SCRIPTDIR/settings.sh
source "$here/settings.sh"
# shellcheck source=SCRIPTDIR/servers.sh
source "$here/servers.sh"

# One at a time changes what runs.
lock() {
    exec 9>"$home/lock"
    flock 9
}

open_home() {
    [ -e "$home/ports" ] || fail "There is no cluster in $home: start one with 'cluster.sh up'."
    home=$(cd "$home" && pwd)
    read_ports
}

up() {
    local supervised=false name
    [ "${1:-}" != --supervise ] || supervised=true
    need_everything
    # Others may have to pass through (PostgreSQL's user), and not to look into it: it holds passwords.
    mkdir -p "$home"
    home=$(cd "$home" && pwd)
    [ -O "$home" ] || fail "The folder $home belongs to somebody else: set CLUSTER_HOME to another one."
    chmod 711 "$home"
    lock
    for name in postgres haproxy "${hosts[@]}"; do
        ! is_running "$name" || fail "$name is running in $home already: 'cluster.sh down' ends that cluster."
    done
    remove_remains
    choose_ports
    keep_settings
    trap 'give_up' EXIT
    if [ -z "${CLUSTER_POSTGRES:-}" ]; then
        create_postgres
        start postgres
        prepare_database
    fi
    for name in "${silos[@]}" "${gateways[@]}" haproxy; do
        start "$name"
    done
    for name in "${silos[@]}" "${gateways[@]}"; do
        until_true "$ready_seconds" is_ready_or_gone "$name" || fail "$name did not become ready within $ready_seconds s: see $home/$name.log"
        is_running "$name" || fail "$name ended: see $home/$name.log"
    done
    until_true "$ready_seconds" answers "$(endpoint)/health/ready" || fail "The balancer does not answer: see $home/haproxy.log"
    trap - EXIT
    if $supervised; then
        CLUSTER_HOME=$home spawn supervisor "$here/cluster.sh" supervise
    fi
    echo "Cluster: $home (logs, process ids$([ -n "${CLUSTER_POSTGRES:-}" ] || echo ', data'))"
    echo "Administrator: $(setting Admin__Email)$(password_note)"
    echo "Endpoint: $(endpoint)"
}

give_up() {
    local status=$?
    trap - EXIT
    [ "$status" = 0 ] || {
        tail -n 5 "$home"/*.log >&2 || true
        end_everything
    }
    exit "$status"
}

down() {
    [ -d "$home" ] || return 0
    home=$(cd "$home" && pwd)
    lock
    end_everything
    remove_remains
}

end_everything() {
    end supervisor TERM 10 || true
    end_all TERM "$stop_seconds" haproxy "${hosts[@]}" || end_all KILL 30 haproxy "${hosts[@]}"
    end postgres INT 60 || kill_postgres
}

# What must not outlive a cluster; logs may.
remove_remains() {
    remove_postgres
    rm -f "$home"/*.pid "$home"/*.stopped "$home"/ports "$home"/settings "$home"/haproxy.sock*
}

status() {
    local name state=0
    for name in postgres haproxy "${silos[@]}" "${gateways[@]}"; do
        [ "$name" != postgres ] || [ -e "$home/postgres.folder" ] || continue
        if ! is_running "$name"; then
            printf '%-10s not running\n' "$name"
            state=1
            continue
        fi
        if is_ready "$name"; then
            printf '%-10s ready       process %-8s %s\n' "$name" "$(pid_of "$name")" "$(addresses "$name")"
        else
            printf '%-10s not ready   process %-8s %s\n' "$name" "$(pid_of "$name")" "$(addresses "$name")"
            state=1
        fi
    done
    ! is_running supervisor || printf '%-10s running     process %s\n' supervisor "$(pid_of supervisor)"
    echo "endpoint   $(endpoint)"
    return "$state"
}

# Ends processes that are meant to stay ended, supervised or not; SIGKILL alone is an accident, which a supervisor repairs.
stop() { # names …
    local name others=()
    for name in "$@"; do
        touch "$home/$name.stopped"
        [ "$name" = postgres ] || others+=("$name")
    done
    [ ${#others[@]} = 0 ] || end_all TERM "$stop_seconds" "${others[@]}"
    [[ " $* " != *" postgres "* ]] || end postgres INT "$stop_seconds" # the fast one of its three ways to shut down
}

kill_now() { # names …
    local name
    for name in "$@"; do
        if [ "$name" = postgres ]; then
            kill_postgres
        else
            end "$name" KILL 30
        fi
    done
}

control() {
    local name
    case "${1:-}" in
        stop) stop "${hosts[@]}" ;;
        kill)
            for name in "${hosts[@]}"; do touch "$home/$name.stopped"; done
            end_all KILL 30 "${hosts[@]}"
            ;;
        start) for name in "${silos[@]}" "${gateways[@]}"; do start "$name"; done ;;
        *) usage ;;
    esac
}

# Restarts what died, until it is told to end.
supervise() {
    local name pause
    trap '[ -z "${pause:-}" ] || kill "$pause" 2>/dev/null; exit 0' TERM
    while true; do
        if flock -n 9; then
            for name in postgres haproxy "${hosts[@]}"; do
                if [ -e "$home/$name.pid" ] && ! [ -e "$home/$name.stopped" ] && ! is_running "$name"; then
                    echo "$(date -u +%FT%TZ) $name had ended and is started again"
                    start "$name"
                fi
            done
            flock -u 9
        fi
        sleep 0.5 9>&- &
        pause=$!
        wait "$pause"
    done
}

checked_names() {
    [ $# -gt 0 ] || usage
    local name known=" postgres haproxy ${hosts[*]} "
    for name in "$@"; do
        [[ "$known" == *" $name "* ]] || fail "There is no '$name'; there are:$known"
        [ "$name" != postgres ] || [ -e "$home/postgres.folder" ] || fail "PostgreSQL was given by CLUSTER_POSTGRES: it is not this script's to stop."
    done
}

usage() {
    sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
    exit 2
}

command=${1:-}
[ $# = 0 ] || shift
case "$command" in
    up) up "$@" ;;
    down) down ;;
    status | endpoint)
        open_home
        "$command"
        ;;
    kill | stop | start)
        open_home
        checked_names "$@"
        lock
        case "$command" in
            kill) kill_now "$@" ;;
            stop) stop "$@" ;;
            start) for name in "$@"; do start "$name"; done ;;
        esac
        ;;
    control)
        open_home
        lock
        control "$@"
        ;;
    supervise)
        open_home
        exec 9>"$home/lock"
        supervise
        ;;
    *) usage ;;
esac
