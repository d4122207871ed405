"""Writes what torchvision makes of an image, for the steps of augmentation.

Run beside this file: python3 augmentation.py. torchvision 0.14.1 on float tensors in [0, 1]; the image is that of
resampling.py over 255. Tolerance 1e-4 for colours, 2e-3 for maps: torch computes the grid in float32.
"""
import numpy as np
import torch
import torchvision.transforms.functional as F
from torchvision.transforms import InterpolationMode

y, x, c = np.meshgrid(np.arange(24), np.arange(31), np.arange(3), indexing="ij")
image = torch.from_numpy(((7 * x + 13 * y + 29 * c + x * y) % 256 / 255).astype(np.float32)).permute(2, 0, 1)
bilinear = InterpolationMode.BILINEAR
due = {
    "brightness_up": F.adjust_brightness(image, 1.3), "brightness_down": F.adjust_brightness(image, 0.6),
    "contrast_up": F.adjust_contrast(image, 1.4), "contrast_down": F.adjust_contrast(image, 0.5),
    "saturation_up": F.adjust_saturation(image, 1.6), "saturation_down": F.adjust_saturation(image, 0.2),
    "hue_up": F.adjust_hue(image, 0.13), "hue_down": F.adjust_hue(image, -0.4),
    "rotate": F.rotate(image, 25, bilinear), "rotate_back": F.rotate(image, -140, bilinear),
    "affine": F.affine(image, 0, [3, -2], 1.25, [0.0, 0.0], bilinear),
    "blur": F.gaussian_blur(image, 9, 1.3),
}
np.savez_compressed("augmentation/torchvision.npz", **{name: one.numpy() for name, one in due.items()})
