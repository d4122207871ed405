"""Python's side of the cold-start benchmark: predict.py BUNDLE. The bundle's perceptron on one row of features."""

import json
import pathlib
import struct
import sys

import torch

data = (pathlib.Path(sys.argv[1]) / "weights.safetensors").read_bytes()
(length,) = struct.unpack("<Q", data[:8])
layers = []
for name, told in sorted(json.loads(data[8 : 8 + length]).items()):
    if name == "__metadata__" or not name.endswith(".weight"):
        continue
    begin, end = told["data_offsets"]
    weight = torch.frombuffer(bytearray(data[8 + length + begin : 8 + length + end]), dtype=torch.float32)
    outputs, inputs = told["shape"]
    layer = torch.nn.Linear(inputs, outputs)
    with torch.no_grad():
        layer.weight.copy_(weight.reshape(outputs, inputs))
    layers += [layer, torch.nn.ReLU()]
network = torch.nn.Sequential(*layers[:-1])
with torch.no_grad():
    print(torch.sigmoid(network(torch.zeros(1, layers[0].in_features))).item())
