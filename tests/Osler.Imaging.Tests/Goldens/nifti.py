"""Writes NIfTI-1 volumes and what nibabel reads in them, for NiftiFile.

Run beside this file: python3 nifti.py. nibabel 5.0.0; exact, but for scaled ones (float32: 1e-5 of the greatest).
The expected order: slices feet to head, rows front to back, columns from the patient's right to left.
"""
import itertools

import nibabel as nib
import numpy as np

due = {}
values = (np.arange(4 * 5 * 6) * 37 % 101).reshape(4, 5, 6)


def expected(image):
    ras = np.asarray(nib.as_closest_canonical(image).get_fdata())
    return np.transpose(ras[::-1, ::-1, :], (2, 1, 0)).astype(np.float32)


def keep(name, image, extension=".nii"):
    nib.save(image, f"nifti/{name}{extension}")
    due[name] = expected(nib.load(f"nifti/{name}{extension}"))


for kind in ["u1", "i1", "i2", "u2", "i4", "u4", "f4", "f8", "i8", "u8"]:
    keep(f"kind_{kind}", nib.Nifti1Image(values.astype(kind), np.diag([2, 3, 4, 1]), dtype=kind))
big = nib.Nifti1Image(values.astype(">i2"), np.diag([2, 3, 4, 1]), nib.Nifti1Header(endianness=">"))
keep("big_endian", big)
for i, (order, signs) in enumerate(itertools.product(itertools.permutations(range(3)), [(1, 1, 1), (-1, 1, -1)])):
    affine = np.zeros((4, 4))
    for axis, (to, sign) in enumerate(zip(order, signs)):
        affine[to, axis] = sign * (axis + 1.5)
    affine[3, 3] = 1
    image = nib.Nifti1Image(values.astype(np.int16), affine)
    image.set_sform(affine, code=1)
    image.set_qform(None, code=0)
    keep(f"sform{i}", image, ".nii.gz" if i % 2 else ".nii")
for i, angle in enumerate([0.2, 1.4, 2.9]):
    c, s = np.cos(angle), np.sin(angle)
    affine = np.eye(4)
    affine[:3, :3] = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ np.diag([2, 2, -3])
    image = nib.Nifti1Image(values.astype(np.int16), affine)
    image.set_qform(affine, code=1)
    image.set_sform(None, code=0)
    keep(f"qform{i}", image)
scaled = nib.Nifti1Image(values.astype(np.int16), np.eye(4))
scaled.header.set_slope_inter(0.5, -1000)
keep("scaled", scaled)
nib.save(nib.Nifti1Image(np.stack([values, values + 1], -1).astype(np.int16), np.eye(4)), "nifti/times.nii")
nib.save(nib.Nifti1Image(np.zeros((2, 2, 2), np.complex64), np.eye(4)), "nifti/complex.nii")
np.savez_compressed("nifti/due.npz", **due)
