"""Writes arrays as NumPy writes them, for the readers of NPY and NPZ.

Run beside this file: python3 arrays.py. Number k of an array (row-major) is k * 7 % 23, less 11 where the kind has a
sign, plus a quarter where it has fractions; a truth is whether k is a multiple of 3. Exact: no tolerance.
NumPy 1.24.2, h5py 3.7.0.
"""
import h5py
import numpy as np

KINDS = ["|b1", "|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f2", "<f4", "<f8",
         ">u2", ">i2", ">u4", ">i4", ">u8", ">i8", ">f2", ">f4", ">f8"]


def numbers(kind, shape):
    k = np.arange(int(np.prod(shape))).reshape(shape)
    if kind[1] == "b":
        return (k % 3 == 0).astype(kind)
    values = k * 7 % 23 - (0 if kind[1] == "u" else 11)
    return (values + 0.25 if kind[1] == "f" else values).astype(kind)


def name(kind):
    return {"<": "little", ">": "big", "|": "one"}[kind[0]] + "_" + kind[1:]


arrays = {}
for kind in KINDS:
    arrays[name(kind) + "_rows"] = numbers(kind, (3, 4, 5))
    arrays[name(kind) + "_columns"] = np.asfortranarray(numbers(kind, (3, 4, 5)))
arrays["single"] = numbers("<f4", ())
arrays["none"] = numbers("<f4", (0, 4))
arrays["line"] = numbers("<i8", (7,))
np.savez_compressed("arrays/deflated.npz", **arrays)
np.savez("arrays/stored.npz", line=arrays["line"], columns=arrays["little_f8_columns"])
for version in [(1, 0), (2, 0), (3, 0)]:
    with open(f"arrays/version{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, numbers("<i2", (3, 4, 5)), version)
np.savez("arrays/objects.npz", labels=np.array([{"a": 1}, None], dtype=object), line=arrays["line"])
np.save("arrays/records.npy", np.zeros(3, dtype=[("x", "<f4"), ("y", "<i4")]))
np.save("arrays/texts.npy", np.array(["a", "bc"]))
np.save("arrays/complex.npy", np.zeros(3, dtype="<c8"))

with h5py.File("arrays/numbers.h5", "w") as file:
    for kind in KINDS[1:]:
        if kind[1:] != "f2":
            file["cube_" + kind.replace("|", "<")] = numbers(kind, (3, 4, 5))
    deep = file.create_group("deep/er")
    deep["cube_<i4"] = numbers("<i4", (3, 4, 5))
    deep.create_dataset("chunked_cube_<f4", data=numbers("<f4", (3, 4, 5)), chunks=(2, 2, 3))
    deep.create_dataset("packed_cube_<i2", data=numbers("<i2", (3, 4, 5)), chunks=(1, 4, 5), compression="gzip",
                        shuffle=True)
    deep.create_dataset("grown_cube_<u1", data=numbers("|u1", (3, 4, 5)), maxshape=(None, 4, 5))
    file["words"] = np.array([b"a", b"b"])

with h5py.File("arrays/lzf.h5", "w") as file:
    file.create_dataset("cube", data=numbers("<i2", (3, 4, 5)), chunks=(1, 4, 5), compression="lzf")
