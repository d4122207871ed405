#!/bin/sh
# One training epoch of 20 -> 64 -> 64 -> 1 (ReLU, Adam, batches of 256) on 100,000 rows: Osler's trainer beside the same
# network in plain TorchSharp and scikit-learn's MLPClassifier; the mean of three epochs, best of several runs.
# Needs Debian's python3-sklearn.
set -eu
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
{
    dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" epoch "$folder"
    /usr/bin/python3 "$here/peers/epoch.py" "$folder"
} | awk -F '\t' '
    NR == 1 { wall = $2; cpu = $3 }
    {
        ratio = NR == 1 ? "" : sprintf("%.2f x wall, %.2f x processor", $2 / wall, $3 / cpu)
        printf "%-14s%8.3f s wall%8.3f s processor an epoch   loss %s   %s\n", $1, $2, $3, $4, ratio
    }'
"$here/machine.sh"
