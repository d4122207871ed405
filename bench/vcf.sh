#!/bin/sh
# A VCF file of one isolate into the 222 features of a network, beside `bcftools query` printing position, alleles,
# genotype and depth of the same records, turn by turn from the page cache; plain and bgzipped. Two files: all sites of a
# chromosome (one in a thousand changed), and changes alone within the genes of resistance.
# Needs Debian's bcftools and tabix (bgzip).
#   bench/vcf.sh [RECORDS]      (1000000 unless told)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
records=${1:-1000000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
bench="dotnet $here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll"
now() { date +%s%N; }
for kind in sites changes; do
    $bench vcf-write "$folder/$kind.vcf" "$kind" "$records"
    bgzip -k "$folder/$kind.vcf"
    for file in "$kind.vcf" "$kind.vcf.gz"; do
        : >"$folder/osler.txt"
        : >"$folder/peer.txt"
        for _ in 1 2 3; do
            $bench vcf "$folder/$file" >>"$folder/osler.txt"
            start=$(now)
            bcftools query -f '%POS\t%REF\t%ALT[\t%GT\t%DP]\n' "$folder/$file" >/dev/null
            end=$(now)
            echo "$(((end - start) / 1000000))" >>"$folder/peer.txt"
        done
        sort -n "$folder/osler.txt" | sed -n 2p | awk -v file="$file" -v peer="$(sort -n "$folder/peer.txt" | sed -n 2p)" '{
            peer /= 1000
            printf "%-16s%9d records   Osler %.3f s at first (%.0f records a second), %.3f s then (%.0f), %d MiB   bcftools %.3f s   %.2f x, %.2f x\n",
                file, $3, $1, $3 / $1, $2, $3 / $2, $5, peer, peer / $1, peer / $2 }'
    done
done
"$here/machine.sh"
