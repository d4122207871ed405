#!/bin/sh
# A CSV file into typed columns in memory, the schema inferred, one column summed as a check: Osler beside pandas and
# DuckDB, one after another, each reading the file from the page cache.
# Needs Debian's python3-pandas; DuckDB comes from NuGet.
#   bench/csv.sh [MEGABYTES]      (1000 unless told)
set -eu
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
dotnet build "$here/DuckDb" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
bench="dotnet $here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll"
$bench cohort "$folder/cohort.csv" "${1:-1000}" 1
cat "$folder/cohort.csv" >/dev/null
{
    $bench csv "$folder/cohort.csv" sbp
    dotnet "$here/DuckDb/bin/Release/net10.0/DuckDb.dll" "$folder/cohort.csv" sbp
    /usr/bin/python3 "$here/peers/pandas_csv.py" "$folder/cohort.csv" sbp
} | awk -F '\t' -v megabytes="${1:-1000}" '
    NR == 1 { wall = $2; cpu = $3 }
    {
        ratio = NR == 1 ? $6 : sprintf("%.2f x wall, %.2f x processor", $2 / wall, $3 / cpu)
        printf "%-8s%8.2f s wall (%.0f MB/s)%8.2f s processor   sum %s of %s rows   %s\n", $1, $2, megabytes / $2, $3, $4, $5, ratio
    }'
"$here/machine.sh"
