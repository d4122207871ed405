"""JPEG files of 1024 x 1024 pixels in two classes, dark and bright: many_images.py FOLDER COUNT (seeded)."""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

folder, count = Path(sys.argv[1]), int(sys.argv[2])
for name in ("dark", "bright"):
    (folder / name).mkdir(parents=True)
random = np.random.default_rng(1)
ground = random.integers(0, 120, (1024, 1024, 3), dtype=np.uint8)
for i in range(count):
    # Another shift of the same grain, and a patch of its own: each file differs in its pixels.
    picture = np.roll(ground, (i * 37 % 1024, i * 91 % 1024), (0, 1))
    picture = picture + (np.uint8(100) if i % 2 else np.uint8(0))
    picture[:64, :64] = random.integers(0, 255, 3, dtype=np.uint8)
    name = "bright" if i % 2 else "dark"
    Image.fromarray(picture).resize((1024, 1024)).save(folder / name / f"{i:05}.jpg", quality=60)
