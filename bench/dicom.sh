#!/bin/sh
# DICOM files into values after the modality's transform: Osler beside pydicom, and dcmtk's dcm2pnm (windowed to 8 bits), one after another,
# the files in the page cache. Needs Debian's python3-pydicom, python3-pil and dcmtk; for lossless JPEG and JPEG-LS
# pydicom also needs python3-gdcm, and Osler needs libopenjp2-7 for JPEG 2000.
#   bench/dicom.sh [FOLDER] [COPIES]      (shared/data/dicom beside the checkout and 100 unless told)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${1:-$here/../../shared/data/dicom}
copies=${2:-100}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null

# A CT slice of 512 x 512 in the codings that dcmtk writes, and real files in the others.
ct=$data/pydicom-data__693_UNCR.dcm
mkdir "$folder/source"
cp "$ct" "$folder/source/ct-native"
dcmconv +ti "$ct" "$folder/source/ct-implicit"
dcmconv +td "$ct" "$folder/source/ct-deflated" 2>/dev/null || rm -f "$folder/source/ct-deflated"
dcmcrle "$ct" "$folder/source/ct-rle"
dcmcjpeg "$ct" "$folder/source/ct-jpeg-lossless"
dcmcjpls "$ct" "$folder/source/ct-jpeg-ls"
cp "$data/xrv__1.2.276.0.7230010.3.1.4.8323329.6904.1517875201.850819.dcm" "$folder/source/cr-jpeg-baseline"
cp "$data/fo-dicom__JPEGwithIcon.dcm" "$folder/source/colour-jpeg-422"
cp "$data/fo-dicom__GH064.dcm" "$folder/source/mr-jpeg-2000"
cp "$data/pydicom-data__emri_small.dcm" "$folder/source/mr-10-frames"
mkdir "$folder/files"
for source in "$folder"/source/*; do
    kind=$folder/files/$(basename "$source")
    mkdir "$kind"
    i=0
    while [ $i -lt "$copies" ]; do
        ln "$source" "$kind/$i.dcm"
        i=$((i + 1))
    done
done
cat "$folder"/source/* >/dev/null

# dcmtk's programs start a process for each file; what starting alone costs is taken off.
dcmtk() {
    kind=$1
    case $kind in
        *jpeg-2000) return 0 ;;
        *jpeg-ls) tool=dcml2pnm ;;
        *jpeg*) tool=dcmj2pnm ;;
        *) tool=dcm2pnm ;;
    esac
    start=$(date +%s.%N)
    for i in 1 2 3 4 5 6 7 8 9 10; do $tool --version >/dev/null; done
    middle=$(date +%s.%N)
    i=0
    while [ $i -lt 10 ]; do
        $tool -q +Wm "$folder/files/$kind/$i.dcm" "$folder/out" 2>/dev/null || break
        i=$((i + 1))
    done
    end=$(date +%s.%N)
    [ $i -eq 10 ] || return 0
    awk -v a="$start" -v b="$middle" -v c="$end" -v k="$kind" 'BEGIN { s = (c - b) - (b - a); printf "%s\tdcmtk\t10\t%.4f\t0\t\n", k, (s > 0 ? s : 0) }'
}
{
    dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" dicom "$folder/files"
    /usr/bin/python3 -W ignore "$here/peers/dicom.py" "$folder/files" 2>/dev/null
    for kind in "$folder"/files/*; do dcmtk "$(basename "$kind")"; done
} | sort -s -k 1,1 | awk -F '\t' '
    $2 == "osler" { wall[$1] = $4 / $3; cpu[$1] = $5 / $3; sum[$1] = $6 }
    {
        if ($2 == "dcmtk") { printf "%-20s%-10s%9.3f ms wall   %.1f x\n", $1, $2, 1000 * $4 / $3, $4 / $3 / wall[$1]; next }
        if ($4 == "") { printf "%-20s%-10s cannot: %s\n", $1, $2, $6; next }
        printf "%-20s%-10s%9.3f ms wall%9.3f ms processor   sum %-12s", $1, $2, 1000 * $4 / $3, 1000 * $5 / $3, $6
        if ($2 == "pydicom") printf "   %.1f x wall, %.1f x processor", $4 / $3 / wall[$1], $5 / $3 / cpu[$1]
        printf "\n"
    }'
"$here/machine.sh"
