#!/bin/sh
# Images of a megapixel, more than memory holds, from files to report: makes so many JPEG files of 1024 x 1024 in two
# classes (each another picture), runs a study on them for one epoch, and prints peak memory and time. Fails above the limit.
#   bench/many-images.sh [IMAGES [LIMIT_MEGABYTES [FOLDER]]]          (20000, 2000 and a temporary folder unless told)
# Needs Debian's python3-numpy and python3-pil, and about 0.35 MB of disk for each image.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
count=${1:-20000}
limit=${2:-2000}
folder=$(mktemp -d "${3:-${TMPDIR:-/tmp}}/osler-images-XXXXXX")
trap 'rm -rf "$folder"' EXIT
dotnet build "$here/../src/Osler.Cli" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
/usr/bin/python3 "$here/peers/many_images.py" "$folder/images" "$count"
cat >"$folder/study.yaml" <<'STUDY'
study: many-images
question: Is the picture dark or bright?
data: {path: images, outcome: class}
images:
  preprocessing: [{resize: {size: 128}}, scale, normalise]
  augmentation: [flip]
split: {patients: {train: 0.8, validation: 0.1}}
network: {preset: resnet18}
training: {loss: softmax_cross_entropy, epochs: 1, batch: 32, early_stopping: null}
evaluation: {baselines: []}
STUDY
start=$(date +%s)
"$here/../src/Osler.Cli/bin/Release/net10.0/osler" run "$folder/study.yaml" --out "$folder/run" --quiet ${OSLER_RUN_MORE:-} &
process=$!
peak=0
while kill -0 "$process" 2>/dev/null; do
    kb=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$process/status" 2>/dev/null || true)
    [ "${kb:-0}" -le "$peak" ] || peak=$kb
    sleep 0.5
done
code=0
wait "$process" || code=$?
echo "$count images: peak resident $((peak / 1000)) MB, $(($(date +%s) - start)) s from files to report"
[ "$code" = 0 ] || { echo "FAILED with exit code $code" >&2; exit 1; }
[ "$((peak / 1000))" -le "$limit" ] || { echo "FAILED: more than $limit MB" >&2; exit 1; }
sed -n '/"timings"/,/}/p' "$folder/run/results.json"
"$here/machine.sh"
