#!/bin/sh
# Training of ResNet-18 at 224 pixels on an NVIDIA card, 1,024 images in batches of 128: Osler's trainer (which gets its images from
# memory) and plain TorchSharp in float32 in one process, then PyTorch (float32; bfloat16 by autocast), images on the card.
# Needs a build with CUDA (docs/how-to/operations.md) and python3 with torch and torchvision.
set -eu
here=$(dirname "$0")
dotnet build "$here/Osler.Bench" -c Release -v q --nologo -p:RunAnalyzers=false -p:Cuda=true >/dev/null
dotnet "$here/Osler.Bench/bin/Release/net10.0/Osler.Bench.dll" resnet cuda 1024 128
python3 "$here/peers/resnet_cuda.py" 1024 128
"$here/machine.sh"
