"""DICOM files into values after the modality's transform by pydicom: the same files and the same check as Osler's."""

import os
import pathlib
import sys
import time

import numpy
import pydicom
from pydicom.pixel_data_handlers.util import apply_modality_lut


def read(path):
    dataset = pydicom.dcmread(path)
    values = apply_modality_lut(dataset.pixel_array, dataset)
    frames = int(dataset.get("NumberOfFrames", 1) or 1)
    return float(values.reshape(frames, dataset.Rows, -1)[:, 0].astype(numpy.float64).sum())


for kind in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    files = sorted(kind.iterdir())
    try:
        best, cpu = float("inf"), float("inf")
        for _ in range(5):
            wall, used = time.perf_counter(), time.process_time()
            total = sum(read(path) for path in files)
            best = min(best, time.perf_counter() - wall)
            cpu = min(cpu, time.process_time() - used)
        print(kind.name, "pydicom", len(files), f"{best:.4f}", f"{cpu:.4f}", f"{total:.0f}", sep="\t")
    except Exception as fault:
        print(kind.name, "pydicom", len(files), "", "", type(fault).__name__, sep="\t")
