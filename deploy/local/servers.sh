# How each server of the cluster is started, and when it is ready. Sourced by cluster.sh; needs $home and the ports.
# shellcheck shell=bash

need() { # command, Debian package
    command -v "$1" >/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "$2" >/dev/null && return
    fi
    fail "The cluster needs '$1': install the package '$2' and run this again."
}

need_everything() {
    [ -r /proc/self/stat ] || fail "This script knows processes by /proc: it needs Linux."
    need curl curl
    need flock util-linux
    need haproxy haproxy
    [ -n "${CLUSTER_POSTGRES:-}" ] || postgres_binaries >/dev/null || need initdb postgresql || true
    [ -n "${CLUSTER_POSTGRES:-}" ] || postgres_binaries >/dev/null || fail "The cluster needs PostgreSQL: install the package 'postgresql' and run this again."
    [ -x "$(executable Silo)" ] && [ -x "$(executable Gateway.Http)" ] || build
}

executable() { # project
    echo "$repository/$1/bin/${CLUSTER_BUILD:-Release}/net10.0/OrleansIot.$1"
}

build() {
    need dotnet dotnet-sdk-10.0
    echo "Building the hosts (${CLUSTER_BUILD:-Release}) …"
    dotnet build "$repository/Silo" -c "${CLUSTER_BUILD:-Release}" -v quiet --nologo && dotnet build "$repository/Gateway.Http" -c "${CLUSTER_BUILD:-Release}" -v quiet --nologo ||
        fail "The hosts cannot be built."
}

start() { # name
    rm -f "$home/$1.stopped"
    ! is_running "$1" || return 0
    case "$1" in
        postgres) start_postgres ;;
        haproxy) start_haproxy ;;
        *) start_host "$1" ;;
    esac
}

# In a process of its own, so that what it exports stays its own.
start_host() { # name
    (
        load_settings
        export Storage__Postgres=${CLUSTER_POSTGRES:-}
        [ -n "$Storage__Postgres" ] || Storage__Postgres=$(postgres_connection_string)
        export ASPNETCORE_URLS="http://127.0.0.1:$(http_port "$1")"
        # The balancer notices within a second.
        export Drain__Delay=${Drain__Delay:-2000}
        [ "${CLUSTER_METRICS:-}" != 1 ] || export Metrics__Url="http://127.0.0.1:$(metrics_port "$1")"
        cd "$home"
        case "$1" in
            silo-*)
                export Gateway__CoHosted=false Orleans__SiloName=$1 Orleans__AdvertisedAddress=127.0.0.1
                export Orleans__SiloPort=$((base_port + 10 * ${1#silo-} + 1)) Orleans__GatewayPort=$((base_port + 10 * ${1#silo-} + 2))
                spawn "$1" "$(executable Silo)"
                ;;
            *) spawn "$1" "$(executable Gateway.Http)" ;;
        esac
    )
}

start_haproxy() {
    local files connections
    files=$(ulimit -Hn)
    [ "$files" != unlimited ] || files=1048576
    connections=$(((files - 200) / 2 < 20000 ? (files - 200) / 2 : 20000))
    (
        ulimit -n $((2 * connections + 200))
        # A path of a socket must be short, so it is relative.
        cd "$home"
        export BALANCER_BIND=127.0.0.1:$base_port BALANCER_SOCKET=unix@haproxy.sock BALANCER_MAXCONN=$connections
        GATEWAY_1=127.0.0.1:$(http_port gateway-1) GATEWAY_2=127.0.0.1:$(http_port gateway-2) spawn haproxy haproxy -db -f "$repository/deploy/haproxy/haproxy.cfg"
    )
}

answers() { # URL
    curl -fs -m 5 -o /dev/null "$1"
}

is_ready() { # name
    case "$1" in
        postgres) "$(postgres_binaries)/pg_isready" -q -h 127.0.0.1 -p "$postgres_port" ;;
        haproxy) is_taken "$base_port" ;;
        *) answers "http://127.0.0.1:$(http_port "$1")/health/ready" ;;
    esac
}

is_ready_or_gone() { # name
    is_ready "$1" || ! is_running "$1"
}

addresses() { # name
    case "$1" in
        postgres) echo "127.0.0.1:$postgres_port" ;;
        haproxy) endpoint ;;
        *) echo "http://127.0.0.1:$(http_port "$1")$([ "$(setting CLUSTER_METRICS)" != 1 ] || echo " metrics http://127.0.0.1:$(metrics_port "$1")/metrics")" ;;
    esac
}
