# Processes by name: started, remembered with the instant of their start, ended. Sourced by cluster.sh; needs $home.
# shellcheck shell=bash

# The instant at which a process was started, in ticks since boot; fails for one that has ended, a zombie included.
# The number of a process that ended may be given to a stranger: number and instant together are never given twice.
started_at() {
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    read -ra stat <<<"${stat##*) }" # the name in front of it may hold anything
    [ "${stat[0]}" != Z ] && echo "${stat[19]}"
}

parent_of() {
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    read -ra stat <<<"${stat##*) }"
    echo "${stat[1]}"
}

is_running() { # name
    local pid started
    { read -r pid started <"$home/$1.pid"; } 2>/dev/null || return 1
    [ "$(started_at "$pid")" = "$started" ] && [ -n "$started" ]
}

pid_of() { # name
    local pid
    read -r pid _ <"$home/$1.pid" && echo "$pid"
}

# Starts a program in the background, without this terminal and without the lock of this script.
spawn() { # name, program, arguments …
    local name=$1
    shift
    nohup "$@" >>"$home/$name.log" 2>&1 </dev/null 9>&- &
    # In one step, so that nobody reads half of it.
    echo "$! $(started_at $!)" >"$home/$name.pid.new"
    mv "$home/$name.pid.new" "$home/$name.pid"
}

wait_until_gone() { # pid, the instant of its start, seconds
    for _ in $(seq $(($3 * 20))); do
        [ "$(started_at "$1")" = "$2" ] || return 0
        sleep 0.05
    done
    return 1
}

# Sends a signal and returns when the process has ended; fails, with a message, when it does not.
end() { # name, signal, seconds
    local pid started
    is_running "$1" || return 0
    read -r pid started <"$home/$1.pid"
    kill "-$2" "$pid" 2>/dev/null || true
    wait_until_gone "$pid" "$started" "$3" && return
    echo "$1 (process $pid) did not end within $3 s of SIG$2." >&2
    return 1
}

# The same for several, side by side.
end_all() { # signal, seconds, names …
    local signal=$1 seconds=$2 status=0 waiting=() name
    shift 2
    for name in "$@"; do
        end "$name" "$signal" "$seconds" &
        waiting+=($!)
    done
    for name in "${waiting[@]}"; do
        wait "$name" || status=1
    done
    return "$status"
}

# Whether somebody listens there.
is_taken() { # port
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
