#!/bin/sh
# From a cold process to one prediction: `osler predict` on the built program beside a Python script that imports torch,
# loads the same perceptron's weights and predicts one row. Medians of so many runs each, turn by turn.
# Needs Debian's python3-torch.
#   bench/predict.sh [RUNS]      (20 unless told)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
runs=${1:-20}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet build "$here/../src/Osler.Cli" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
osler=$here/../src/Osler.Cli/bin/Release/net10.0/osler
"$osler" run heart-attack --out "$folder/run" --quiet --set data.simulate.patients=2000 --set training.epochs=2 \
    --set 'training.ensemble={members: 1}' --set evaluation.bootstrap_draws=100 --set evaluation.baselines=[] \
    --set evaluation.explain=false --set 'network={preset: mlp, hidden: [64, 64]}' >/dev/null
row="age=54 sex=male bmi=27 sbp=140 bp_treatment=no smoker=yes diabetes=no"
set --
for cell in $row; do set -- "$@" --set "$cell"; done
now() { date +%s%N; }
for run in $(seq 0 "$runs"); do
    start=$(now)
    "$osler" predict "$folder/run/bundle" "$@" >"$folder/osler.txt"
    middle=$(now)
    /usr/bin/python3 "$here/peers/predict.py" "$folder/run/bundle" >"$folder/python.txt"
    end=$(now)
    # The first of each fills the page cache.
    [ "$run" = 0 ] || echo "$(((middle - start) / 1000)) $(((end - middle) / 1000))" >>"$folder/times"
done
median() { cut -d ' ' -f "$1" "$folder/times" | sort -n | awk '{ all[NR] = $1 } END { print (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2e6 }'; }
awk -v osler="$(median 1)" -v python="$(median 2)" 'BEGIN {
    printf "osler predict   %.3f s\npython, torch   %.3f s   %.1f x\n", osler, python, python / osler }'
"$here/machine.sh"
