#!/usr/bin/env bash
# Builds everything once in Release and runs every test project: each project under tests/ that references xunit.v3.
#   ./test.sh            all of them
#   ./test.sh Process    those whose name contains a word
# The last line reads 'N passed, N failed'; the status is 0 only when something ran and nothing failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
readonly longest_seconds=1800

need() { # command, Debian package
    command -v "$1" >/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -yq "$2" >/dev/null && return
    fi
    echo "The tests need '$1': install the package '$2' and run this again." >&2
    exit 1
}

if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is needed: no 'dotnet' on the PATH." >&2
    exit 1
fi
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need initdb postgresql # Debian keeps the server's programs off the PATH
PATH=$PATH:/usr/sbin need haproxy haproxy # in front of the local cluster
need shellcheck shellcheck # reads the script that starts it
need curl curl # the examples that users paste are pasted here, too

dotnet build OrleansIot.sln -c Release -v quiet

passed=0 failed=0 names=()
for project in $(grep -l 'Include="xunit.v3"' tests/*/*.csproj); do
    name=$(basename "$project" .csproj)
    [[ -z "${1:-}" || "$name" == *"$1"* ]] || continue
    echo "== $name"
    log=$(mktemp)
    status=0
    timeout "$longest_seconds" "$(dirname "$project")/bin/Release/net10.0/OrleansIot.$name" -noColor -noLogo 2>&1 </dev/null | tee "$log" || status=$?
    summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$log" | tail -1 || true)
    while read -r test; do names+=("$name: $test"); done < <(sed -n '/ \[FAIL\]$/ { N; s/^ *\(.*\) \[FAIL\]\n */\1: /p }' "$log")
    rm -f "$log"
    if [[ "$summary" =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+) ]]; then
        bad=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
        passed=$((passed + BASH_REMATCH[1] - BASH_REMATCH[3] - BASH_REMATCH[4]))
    else
        bad=0
    fi
    # A project that ended badly without saying which test failed has failed all the same.
    [ "$status" = 0 ] && [ -n "$summary" ] || [ "$bad" -gt 0 ] || { bad=1 && names+=("$name: ended with status $status"); }
    failed=$((failed + bad))
done

[ ${#names[@]} = 0 ] || printf 'Failed: %s\n' "${names[@]}"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
