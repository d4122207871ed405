#!/bin/sh
# DenseNet-121 on pictures of 224 x 224, in batches of 1 and 8: the ONNX graph that Osler writes, run by ONNX Runtime as
# `osler predict` does, beside the same network in libtorch; turn by turn in one process, the best of twelve.
set -eu
here=$(dirname "$0")
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" inference 2>/dev/null | awk -F '\t' '
    { printf "batch of %d   libtorch %.4f s   ONNX Runtime %.4f s   %.2f x   logits differ by %s at most\n", $1, $2, $3, $2 / $3, $4 }'
"$here/machine.sh"
