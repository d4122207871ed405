"""Writes images as Pillow and torchvision resize and normalise them, for Resampler and ImagePreprocessing.

Run beside this file: python3 resampling.py. Pixel (row y, column x, channel c) is (7x + 13y + 29c + xy) mod 256.
Pillow 9.4.0 on float images, whose sums are in double precision: tolerance 0.01 of 255, for the float32 sums of ours.
torchvision 0.14.1 on 8-bit images, which rounds after each of two passes: tolerance 1 of 255.
"""
import numpy as np
import torchvision.transforms as transforms
from PIL import Image


def image(height, width):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((7 * x + 13 * y + 29 * c + x * y) % 256).astype(np.uint8)


FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos3": Image.LANCZOS,
           "area": Image.BOX, "nearest": Image.NEAREST}
arrays = {}
for name, method in FILTERS.items():
    for height, width in [(16, 16), (37, 20), (5, 53), (64, 90), (1, 1), (37, 53)]:
        planes = [Image.fromarray(image(37, 53)[:, :, c].astype(np.float32)).resize((width, height), method)
                  for c in range(3)]
        arrays[f"{name}_{height}_{width}"] = np.stack([np.asarray(plane) for plane in planes])
np.savez_compressed("resampling/pillow.npz", **arrays)

pipeline = transforms.Compose([
    transforms.Resize(48), transforms.CenterCrop(40), transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
np.savez_compressed("resampling/torchvision.npz",
                    tall=pipeline(Image.fromarray(image(99, 71))).numpy(),
                    wide=pipeline(Image.fromarray(image(60, 151))).numpy(),
                    small=pipeline(Image.fromarray(image(20, 31))).numpy())
