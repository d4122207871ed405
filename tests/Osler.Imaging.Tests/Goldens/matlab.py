"""Writes matlab/synsets*.mat as ILSVRC-2012's meta.mat is laid out: an array of structures 'synsets'. Debian's python3-scipy."""

from pathlib import Path

import numpy as np
from scipy.io import savemat

SYNSETS = [("n02119789", "kit fox"), ("n01443537", "goldfish, Carassius auratus"), ("n01440764", "tench"), ("n00001740", "entity")]

rows = np.zeros(
    (len(SYNSETS), 1),
    dtype=[("ILSVRC2012_ID", object), ("WNID", object), ("words", object), ("num_children", object), ("children", object)],
)
for i, (wnid, words) in enumerate(SYNSETS):
    group = i == len(SYNSETS) - 1
    children = np.array([1.0, 2, 3]) if group else np.zeros((0, 0))
    rows[i, 0] = (float(i + 1), wnid, words, 3.0 if group else 0.0, children)
folder = Path(__file__).parent / "matlab"
folder.mkdir(exist_ok=True)
for name, compressed in (("synsets", True), ("synsets_plain", False)):
    savemat(folder / f"{name}.mat", {"other": np.eye(2), "synsets": rows}, do_compression=compressed)
