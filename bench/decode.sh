#!/bin/sh
# 2,000 JPEG files to [3, 224, 224]: decoded, resized with antialiasing, scaled and normalised, on two threads; beside
# Pillow and torchvision in two worker processes. Needs Debian's python3-torchvision, and a zip archive of JPEG files,
# which are repeated until there are 2,000: bench/decode.sh ../shared/data/imagenet-samples/imagenet_334_256.zip
set -eu
here=$(dirname "$0")
archive=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/some" "$folder/all"
unzip -qoj "$archive" '*.jp*g' -d "$folder/some"
made=0
while [ "$made" -lt 2000 ]; do
    for file in "$folder/some"/*; do
        [ "$made" -lt 2000 ] || break
        cp "$file" "$folder/all/$(printf %04d "$made").jpg"
        made=$((made + 1))
    done
done
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
{
    dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" decode "$folder/all" 2
    /usr/bin/python3 "$here/peers/decode.py" "$folder/all" 2
} | awk -F '\t' '
    NR == 1 { wall = $2; cpu = $3 }
    {
        ratio = NR == 1 ? "" : sprintf("%.2f x wall, %.2f x processor", $2 / wall, $3 / cpu)
        printf "%-14s%8.3f s wall%8.3f s processor   mean %s   %s\n", $1, $2, $3, $4, ratio
    }'
"$here/machine.sh"
