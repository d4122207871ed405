"""Golden of the released network of drug resistance: what its weights give for isolates made by a formula, by NumPy.

Run with Debian's python3-numpy: /usr/bin/python3 wdnn2018.py WEIGHTS.npz (multitask_wdnn_weights_021318.npz). It writes
wdnn2018.json beside itself. The inputs are a formula, so that neither weights nor isolates go into the file. In float64,
rounded to 8 decimals; a test in float32 agrees to 1e-5.
"""

import json
import pathlib
import sys

import numpy

ROWS = 5
WIDTH = 222


def variant(row, column):
    """1 present, 0.5 not determined, 0 absent."""
    if (7 * row + 13 * column) % 11 == 0:
        return 1.0
    return 0.5 if (row + column) % 17 == 0 else 0.0


weights = numpy.load(sys.argv[1])
x = numpy.array([[variant(i, j) for j in range(WIDTH)] for i in range(ROWS)])


def dense(values, layer):
    return values @ weights[f"{layer}_W"].astype(float) + weights[f"{layer}_b"].astype(float)


hidden = numpy.maximum(0, dense(numpy.maximum(0, dense(x, "dense_4")), "dense_5"))
logits = dense(numpy.concatenate([x, hidden], 1), "dense_6")
golden = {
    "numpy": numpy.__version__,
    "tolerance": 1e-5,
    "reason": "float32 sums of 734 products",
    "susceptible": numpy.round(1 / (1 + numpy.exp(-logits)), 8).tolist(),
}
(pathlib.Path(__file__).parent / "wdnn2018.json").write_text(json.dumps(golden, indent=1) + "\n")
