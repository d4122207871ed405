#!/bin/sh
# Training of ResNet-18 at 224 pixels, batches of 8: Osler's trainer beside the same network in plain TorchSharp in
# float32, turn by turn in one process. ONEDNN_MAX_CPU_ISA=DEFAULT lets Osler take bfloat16 where the processor has it.
set -eu
here=$(dirname "$0")
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" resnet
"$here/machine.sh"
