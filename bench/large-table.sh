#!/bin/sh
# A large CSV trains within a limit of memory: makes a heart-attack cohort of a stated size, runs `osler run heart-attack`
# on it from file to report under that limit, and prints peak memory, time and rate. The limit is the kernel's where this
# may set one (control groups, as root); elsewhere memory is watched, and the script fails above it.
#   bench/large-table.sh [MEGABYTES [LIMIT_MEGABYTES [FOLDER]]]      (5000, 1000 and a temporary folder unless told)
# It needs about twice the size on the disk: the table, and its features during the run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
size=${1:-5000}
limit=${2:-1000}
folder=$(mktemp -d "${3:-${TMPDIR:-/tmp}}/osler-large-XXXXXX")
group=
cleanup() {
    if [ -n "$group" ]; then rmdir "$group" 2>/dev/null || true; fi
    rm -rf "$folder"
}
trap cleanup EXIT
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
dotnet build "$here/../src/Osler.Cli" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" cohort "$folder/cohort.csv" "$size" 1
echo "table: $(($(wc -c <"$folder/cohort.csv") / 1000000)) MB, $(($(wc -l <"$folder/cohort.csv") - 1)) rows"

bytes=$((limit * 1000000))
if [ -w /sys/fs/cgroup/cgroup.subtree_control ] && mkdir "/sys/fs/cgroup/osler-bench-$$" 2>/dev/null; then
    group=/sys/fs/cgroup/osler-bench-$$
    echo "$bytes" >"$group/memory.max"
    { echo 0 >"$group/memory.swap.max"; } 2>/dev/null || true
elif [ -w /sys/fs/cgroup/memory ] && mkdir "/sys/fs/cgroup/memory/osler-bench-$$" 2>/dev/null; then
    group=/sys/fs/cgroup/memory/osler-bench-$$
    echo "$bytes" >"$group/memory.limit_in_bytes"
    { echo "$bytes" >"$group/memory.memsw.limit_in_bytes"; } 2>/dev/null || true
fi
if [ -n "$group" ]; then echo "limit: $limit MB, set by the kernel"; else echo "limit: $limit MB, watched"; fi

start=$(date +%s)
sh -c 'if [ -n "$1" ]; then echo $$ >"$1/cgroup.procs"; fi; shift; exec "$@"' run "$group" \
    "$here/../src/Osler.Cli/bin/Release/net10.0/osler" run heart-attack --data "$folder/cohort.csv" \
    --out "$folder/run" --set training.epochs=1 \
    --set data.truth=true_risk ${OSLER_RUN_MORE:-} &
process=$!
peak=0 anonymous=0
while kill -0 "$process" 2>/dev/null; do
    for name in VmHWM RssAnon; do
        kb=$(awk -v name="$name:" '$1 == name { print $2 }' "/proc/$process/status" 2>/dev/null || true)
        case $name in
            VmHWM) [ "${kb:-0}" -le "$peak" ] || peak=$kb ;;
            *) [ "${kb:-0}" -le "$anonymous" ] || anonymous=$kb ;;
        esac
    done
    if [ -z "$group" ] && [ $((anonymous * 1024)) -gt "$bytes" ]; then
        kill "$process"
        echo "FAILED: more than $limit MB of memory" >&2
    fi
    sleep 0.5
done
code=0
wait "$process" || code=$?
seconds=$(($(date +%s) - start))
echo "peak resident: $((peak / 1000)) MB, of which the process's own at most $((anonymous / 1000)) MB"
[ "$code" = 0 ] || { echo "FAILED with exit code $code" >&2; exit 1; }
sed -n '/"timings"/,/}/p' "$folder/run/results.json"
echo "time: $seconds s from file to report, $(((size * 10 / (seconds + 1) + 5) / 10)) MB/s; report $(($(wc -c <"$folder/run/report.html") / 1000)) kB"
"$here/machine.sh"
