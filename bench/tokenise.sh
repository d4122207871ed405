#!/bin/sh
# Texts to token ids: the questions and options of MedQA, MedMCQA and PubMedQA by Osler beside SentencePiece, in one thread.
# Debian 12 has neither Hugging Face's tokenizers nor transformers nor another WordPiece, so that the peer is SentencePiece's byte pairs.
#   bench/tokenise.sh [FOLDER]      (../shared/data/medical-text unless told); needs python3-sentencepiece
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../shared/data/medical-text}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
/usr/bin/python3 "$here/peers/tokenise.py" lines "$folder" "$work/texts"
echo "$(wc -l <"$work/texts") texts, $(wc -c <"$work/texts") bytes"
DOTNET_gcServer=0 dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" tokenise "$folder/bert_cased_vocab.txt" "$work/texts" 8000
/usr/bin/python3 "$here/peers/tokenise.py" run "$work/texts" 8000
"$here/machine.sh"
