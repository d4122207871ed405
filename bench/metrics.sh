#!/bin/sh
# AUROC + DeLong + 2,000 bootstrap draws over 100,000 cases: Osler beside scikit-learn and pROC, one after another.
# Needs Debian's python3-sklearn and r-cran-proc. The peers draw fewer times and are scaled up to 2,000 draws.
#   bench/metrics.sh [DRAWS_SCIKIT_LEARN [DRAWS_PROC]]      (200 and 40 unless told; 2000 2000 scales nothing)
set -eu
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet build "$here/Osler.Bench" -c Release -v q --nologo >/dev/null
dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" metrics "$folder"
/usr/bin/python3 "$here/peers/metrics.py" "$folder" "${1:-200}"
Rscript "$here/peers/metrics.R" "$folder" "${2:-40}"
awk -F '\t' '
  FNR == 1 { peer = FILENAME; sub(".*/", "", peer); sub("[.]tsv$", "", peer) }
  {
    wall[peer, $1] = $2; cpu[peer, $1] = $3
    ratio = ""
    if (peer != "osler") ratio = sprintf("%.0f x wall, %.0f x processor", $2 / wall["osler", $1], $3 / cpu["osler", $1])
    printf "%-14s%-12s%10.4f s wall%10.4f s processor   answer %s   %s\n", peer, $1, $2, $3, $4, ratio
  }' "$folder/osler.tsv" "$folder/scikit-learn.tsv" "$folder/pROC.tsv"
awk -F ': ' '/model name/ { print "processor: " $2; exit }' /proc/cpuinfo
echo "threads: $(nproc)"
