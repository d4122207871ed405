"""Small weight files in PyTorch's two formats, from which the reader is fuzzed: /usr/bin/python3 weights.py (torch 1.13)."""

from collections import OrderedDict
from pathlib import Path

import torch

folder = Path(__file__).parent / "weights"
folder.mkdir(exist_ok=True)
state = OrderedDict(
    {
        "conv.weight": torch.arange(8, dtype=torch.float32).reshape(2, 1, 2, 2),
        "bn.num_batches_tracked": torch.tensor(3),
    }
)
torch.save(state, folder / "zip.pth")
torch.save({"best_prec1": 91.5, "state_dict": state}, folder / "legacy.th", _use_new_zipfile_serialization=False)
