#!/bin/sh
# Training of ResNet-18 at 224 pixels, batches of 16: Osler's trainer (bfloat16 where the processor has it) beside the same
# network in plain TorchSharp in float32, turn by turn in one process.
set -eu
here=$(dirname "$0")
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" resnet cpu 32 16
"$here/machine.sh"
