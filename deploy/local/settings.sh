# Ports and settings of a cluster, chosen once at 'up' and kept in its folder. Sourced by cluster.sh; needs $home.
# shellcheck shell=bash

readonly ports_used=40

# endpoint; +1 PostgreSQL; gateway n: +1+n, its metrics +5+n; silo n: +10n health, +1 silos, +2 gateways, +3 metrics
choose_ports() {
    local base=${CLUSTER_PORT:-} port
    if [ -n "$base" ]; then
        for ((port = base; port < base + ports_used; port++)); do
            ! is_taken "$port" || fail "Port $port is in use: set CLUSTER_PORT to another base."
        done
    else
        until base=$((20000 + RANDOM % 300 * ports_used)) && are_free "$base"; do :; done
    fi
    echo "$base" >"$home/ports"
    read_ports
}

are_free() { # base
    local port
    for ((port = $1; port < $1 + ports_used; port++)); do
        ! is_taken "$port" || return 1
    done
}

read_ports() {
    base_port=$(<"$home/ports")
    postgres_port=$((base_port + 1))
}

http_port() { # name
    case "$1" in
        silo-*) echo $((base_port + 10 * ${1#silo-})) ;;
        gateway-*) echo $((base_port + 1 + ${1#gateway-})) ;;
    esac
}

metrics_port() { # name
    case "$1" in
        silo-*) echo $((base_port + 10 * ${1#silo-} + 3)) ;;
        gateway-*) echo $((base_port + 5 + ${1#gateway-})) ;;
    esac
}

endpoint() {
    echo "http://127.0.0.1:$base_port"
}

# Keeps what the environment sets for the hosts, for they may be started again from another one. Holds passwords: for this user only.
keep_settings() {
    local name
    generated_password=
    export Admin__Email=${Admin__Email:-tenant@example.org}
    if [ -z "${Admin__Password:-}" ]; then
        generated_password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
        export Admin__Password=$generated_password
    fi
    : >"$home/settings"
    chmod 600 "$home/settings"
    for name in $(compgen -e); do
        case "$name" in
            Storage__* | Orleans__SiloName | Orleans__*Port | Orleans__AdvertisedAddress | Metrics__Url) ;; # one for each host, see servers.sh
            [A-Z]*__* | OTEL_* | CLUSTER_POSTGRES | CLUSTER_BUILD | CLUSTER_METRICS) printf '%s=%s\0' "$name" "${!name}" >>"$home/settings" ;;
        esac
    done
}

# What the environment sets now goes before what was kept.
load_settings() {
    local pair name
    while IFS= read -r -d '' pair; do
        name=${pair%%=*}
        [[ -v $name ]] || export "$name=${pair#*=}"
    done <"$home/settings"
}

setting() { # name
    local pair
    while IFS= read -r -d '' pair; do
        [ "${pair%%=*}" != "$1" ] || echo "${pair#*=}"
    done <"$home/settings"
}

password_note() {
    [ -z "$generated_password" ] || echo ", password (shown only now): $generated_password"
}
