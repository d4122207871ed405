#!/bin/sh
# Training of the diagnosis networks on 20,000 made-up texts of about 80 words and 128 conditions, then their share of right
# answers on 2,000 others. Columns: preset, seconds, processor seconds, seconds for the others, accuracy, words of a text.
set -eu
here=$(dirname "$0")
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
for preset in text_conv text_lstm; do
    dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" text "$preset" "${1:-4}" "${2:-20000}"
done
"$here/machine.sh"
