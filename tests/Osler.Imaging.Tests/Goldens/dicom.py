"""Goldens of the DICOM files in shared/data/dicom: header fields, pixels, windowed brightness.

Run with Debian's python3-pydicom, python3-pil, dcmtk and libopenjp2-tools:

    /usr/bin/python3 dicom.py FOLDER        (the folder of files; writes dicom/files.json beside itself)

Headers: pydicom. Pixels: pydicom's own reader where they are not compressed or run-length coded; dcmtk's dcmdjpeg and
dcmdjpls where JPEG and JPEG-LS are (GDCM where dcmtk refuses the file); opj_decompress for JPEG 2000. None of these
shares code with Osler, except that it calls the same openjpeg. What none of them can decode has no pixels here.
Files that they misread or refuse though the bytes are clear are read from the bytes; `mended` says what is done.

Stored values are those of the standard: masked by Bits Stored and High Bit, with their sign. Lossless ones are kept as
SHA-256 of 32-bit little-endian integers [F, H, W, C] (colour: what is stored in the file, YBR too, becomes RGB by the
formula of PS3.3 C.7.6.3.1.2 first). Lossy JPEG is kept as RGB or grey numbers at 400 places, since decoders may
differ by one in each coefficient's inverse transform (ISO 10918-2), plus colour conversion's rounding.
"""

import hashlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
import PIL.Image
import pydicom
from pydicom.encaps import generate_pixel_data_frame
from pydicom.pixel_data_handlers import util

HERE = pathlib.Path(__file__).parent / "dicom"
PLACES = 400
LOSSY = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"}
JPEG = LOSSY | {"1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70"}
JPEG_LS = {"1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"}
JPEG_2000 = {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"}
IDENTIFIERS = ("PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
# What files that `mended` writes in another syntax are written in.
REWRITTEN = {
    "fo-dicom__GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm": "1.2.840.10008.1.2.2",
    "fo-dicom__GH340.dcm": "1.2.840.10008.1.2",
}


def read(path):
    with open(path, "rb") as file:
        file.seek(128)
        return pydicom.dcmread(path, force=file.read(4) != b"DICM")


def mended(path, scratch):
    """A copy that pydicom and dcmtk read right, of files that break the standard in a way that leaves no doubt."""
    data = path.read_bytes()
    copy = scratch / "mended.dcm"
    if path.name.endswith("GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm"):
        # An undefined length where pydicom loses its way; dcmtk rewrites it.
        subprocess.run(["dcmconv", "+te", str(path), str(copy)], check=True, capture_output=True)
    elif path.name.endswith("emri_small_jpeg_2k_lossless_too_short.dcm"):
        # Only the sequence delimiter is missing.
        copy.write_bytes(data + bytes.fromhex("feffdde000000000"))
    elif path.name.endswith("SC_rgb_small_odd_big_endian.dcm"):
        # Bytes in big-endian words stand swapped (PS3.5 annex D.2); pydicom leaves them so.
        at = data.rfind(b"OW") + 8
        pixels = bytearray(data[at : at + 28])
        pixels[0::2], pixels[1::2] = pixels[1::2], pixels[0::2]
        copy.write_bytes(data[:at] + bytes(pixels) + data[at + 28 :])
    elif path.name.endswith("GH340.dcm"):
        # 12 bits allocated, two samples in three bytes (PS3.5 annex D.1).
        dataset = read(path)
        packed = numpy.frombuffer(dataset.PixelData[: 256 * 256 * 3 // 2], numpy.uint8).reshape(-1, 3).astype(numpy.uint16)
        words = numpy.stack([packed[:, 0] | (packed[:, 1] & 15) << 8, packed[:, 1] >> 4 | packed[:, 2] << 4], 1)
        dataset.PixelData = words.astype("<u2").tobytes()
        dataset.BitsAllocated, dataset.SamplesPerPixel = 16, 1
        dataset.PhotometricInterpretation = "MONOCHROME2"
        dataset.file_meta = pydicom.dataset.FileMetaDataset()
        dataset.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
        dataset.is_implicit_VR, dataset.is_little_endian = False, True
        dataset.save_as(copy, write_like_original=True)
    else:
        return path
    return copy


def text(dataset, keyword):
    value = dataset.get(keyword)
    if value is None or value == "":
        return None
    return str(value)


def decompressed(path, dataset, scratch):
    """The data set with native pixels, by dcmtk; None where it can't."""
    uid = dataset.file_meta.TransferSyntaxUID
    if uid in JPEG:
        command = ["dcmdjpeg"]
    elif uid in JPEG_LS:
        command = ["dcmdjpls"]
    else:
        return dataset
    out = scratch / "native.dcm"
    done = subprocess.run(command + [str(path), str(out)], capture_output=True)
    if done.returncode == 0:
        return pydicom.dcmread(out)
    return by_gdcm(path, scratch)


def by_gdcm(path, scratch):
    import gdcm

    reader = gdcm.ImageReader()
    reader.SetFileName(str(path))
    if not reader.Read():
        return None
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.ExplicitVRLittleEndian))
    change.SetInput(reader.GetImage())
    if not change.Change():
        return None
    writer = gdcm.ImageWriter()
    writer.SetFileName(str(scratch / "native.dcm"))
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    if not writer.Write():
        return None
    return pydicom.dcmread(scratch / "native.dcm")


def jpeg2000(dataset, scratch):
    """Frames by opj_decompress, as its raw format, whose bits and sign the code stream states."""
    frames = []
    for frame in generate_pixel_data_frame(dataset.PixelData, dataset.get("NumberOfFrames", 1)):
        start = frame.find(b"\xff\x4f\xff\x51")
        depth = frame[start + 42]
        (scratch / "frame.j2k").write_bytes(frame)
        done = subprocess.run(
            ["opj_decompress", "-i", str(scratch / "frame.j2k"), "-o", str(scratch / "frame.rawl")],
            capture_output=True,
        )
        if done.returncode != 0:
            return None
        bits, signed = (depth & 0x7F) + 1, depth >= 0x80
        kind = f"<{'i' if signed else 'u'}{1 if bits <= 8 else 2}"
        raw = numpy.frombuffer((scratch / "frame.rawl").read_bytes(), kind).astype(numpy.int64)
        if not signed and dataset.PixelRepresentation == 1:
            raw = numpy.where(raw >= 1 << (bits - 1), raw - (1 << bits), raw)
        samples = dataset.SamplesPerPixel
        frames.append(raw.reshape(samples, dataset.Rows, dataset.Columns).transpose(1, 2, 0))
    return numpy.stack(frames)


def stored(path, dataset, scratch):
    """Whole numbers [F, H, W, C], masked and signed; None where no reader decodes them."""
    if dataset.file_meta.TransferSyntaxUID in JPEG_2000:
        return jpeg2000(dataset, scratch), dataset
    native = decompressed(path, dataset, scratch)
    if native is None:
        # pydicom gives what is left to GDCM.
        native = dataset
    array = native.pixel_array
    if dataset.file_meta.TransferSyntaxUID in LOSSY and dataset.PhotometricInterpretation == "RGB":
        first = next(generate_pixel_data_frame(dataset.PixelData, 1))
        if b"JFIF" in first[:32]:
            # A JFIF stream is YCbCr whatever the file says around it; Pillow sees that.
            array = numpy.asarray(PIL.Image.open(io.BytesIO(first)).convert("RGB"))
    frames = int(native.get("NumberOfFrames", 1) or 1)
    array = array.reshape(frames, native.Rows, native.Columns, native.SamplesPerPixel)
    if array.dtype.kind == "f":
        return array, native
    bits, high = native.BitsStored, native.get("HighBit", native.BitsStored - 1)
    raw = array.astype(numpy.int64) & ((1 << native.BitsAllocated) - 1)
    raw = (raw >> (high + 1 - bits)) & ((1 << bits) - 1)
    if native.PixelRepresentation == 1:
        raw = numpy.where(raw >= 1 << (bits - 1), raw - (1 << bits), raw)
    return raw, native


def rgb(values, photometric):
    if not photometric.startswith("YBR_FULL"):
        return values
    y, b, r = values[..., 0], values[..., 1] - 128.0, values[..., 2] - 128.0
    out = numpy.stack([y + 1.402 * r, y - 0.344136 * b - 0.714136 * r, y + 1.772 * b], -1)
    return numpy.clip(numpy.floor(out + 0.5), 0, 255).astype(numpy.int64)


def places(values):
    flat = values.reshape(-1)
    at = numpy.linspace(0, flat.size - 1, PLACES).astype(numpy.int64)
    return [int(one) for one in flat[at]]


def described(path):
    entry = {"name": path.name}
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        try:
            path = mended(path, scratch)
            dataset = read(path)
        except Exception as fault:
            entry["unread"] = type(fault).__name__
            return entry
        meta = getattr(dataset, "file_meta", None)
        if meta is None or "TransferSyntaxUID" not in meta:
            if meta is None:
                dataset.file_meta = pydicom.dataset.FileMetaDataset()
            dataset.file_meta.TransferSyntaxUID = (
                "1.2.840.10008.1.2"
                if dataset.is_implicit_VR
                else "1.2.840.10008.1.2.1"
                if dataset.is_little_endian
                else "1.2.840.10008.1.2.2"
            )
        entry["syntax"] = REWRITTEN.get(entry["name"], str(dataset.file_meta.TransferSyntaxUID))
        try:
            for keyword in ("Modality", "ViewPosition", "PatientSex", "PatientAge"):
                entry[keyword] = text(dataset, keyword)
            # Identifiers, as a digest.
            of = [text(dataset, keyword) or "" for keyword in IDENTIFIERS]
            entry["identity"] = hashlib.sha256("|".join(of).encode("utf-8")).hexdigest()
        except Exception as fault:
            entry["unread"] = type(fault).__name__
            return entry
        if not any(one in dataset for one in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
            return entry
        try:
            entry["Rows"], entry["Columns"] = dataset.Rows, dataset.Columns
            entry["BitsStored"] = dataset.get("BitsStored")
            entry["NumberOfFrames"] = int(dataset.get("NumberOfFrames", 1) or 1)
            entry["PhotometricInterpretation"] = dataset.get("PhotometricInterpretation")
            values, native = stored(path, dataset, scratch)
            if values is None:
                return entry
            photometric = native.get("PhotometricInterpretation", "MONOCHROME2")
            if values.dtype.kind != "f":
                values = rgb(values, photometric)
            entry["least"], entry["greatest"] = float(values.min()), float(values.max())
            if entry["syntax"] in LOSSY:
                entry["mean"] = float(values.mean())
                entry["places"] = places(values)
            elif values.dtype.kind == "f":
                entry["sha256"] = hashlib.sha256(values.astype("<f4").tobytes()).hexdigest()
            else:
                entry["sha256"] = hashlib.sha256(values.astype("<i8").astype("<i4").tobytes()).hexdigest()
            if values.shape[-1] == 1 and photometric.startswith("MONOCHROME") and values.dtype.kind != "f":
                first = values[0, ..., 0]
                modality = util.apply_modality_lut(first, native)
                entry["modality"] = [float(modality.min()), float(modality.max()), float(modality.mean())]
                if "WindowCenter" in native or "VOILUTSequence" in native:
                    # pydicom's own function, from the description of the values it is given.
                    shown = util.apply_voi_lut(modality, native)
                    least, greatest = shown_range(native)
                    level = (shown - least) / (greatest - least) * 255
                    entry["shown"] = [float(level.min()), float(level.max()), float(level.mean())]
            if photometric == "PALETTE COLOR":
                index = values[0, ..., 0]
                kind = numpy.uint8 if native.BitsAllocated == 8 else numpy.uint16
                colors = util.apply_color_lut(index.astype(kind), native)
                if colors.max() > 255:
                    colors = colors >> 8
                entry["palette"] = hashlib.sha256(colors.astype(numpy.uint8).tobytes()).hexdigest()
        except Exception as fault:
            entry["undecoded"] = f"{type(fault).__name__}: {fault}"[:120]
        return entry


def shown_range(dataset):
    """Least and greatest output of pydicom.apply_voi_lut."""
    if "VOILUTSequence" in dataset:
        return 0, (1 << dataset.VOILUTSequence[0].LUTDescriptor[2]) - 1
    if "ModalityLUTSequence" in dataset:
        return 0, (1 << dataset.ModalityLUTSequence[0].LUTDescriptor[2]) - 1
    bits = dataset.BitsStored
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if dataset.PixelRepresentation else (0, (1 << bits) - 1)
    slope, intercept = float(dataset.get("RescaleSlope", 1)), float(dataset.get("RescaleIntercept", 0))
    return low * slope + intercept, high * slope + intercept


def main(folder):
    entries = []
    for path in sorted(pathlib.Path(folder).iterdir()):
        if path.suffix in (".md", ".tsv") or path.name == "SHA256SUMS":
            continue
        entries.append(described(path))
        print(json.dumps({k: v for k, v in entries[-1].items() if k != "places"}))
    HERE.mkdir(exist_ok=True)
    header = {"pydicom": pydicom.__version__, "numpy": numpy.__version__, "dcmtk": dcmtk_version()}
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (HERE / "files.json").write_text(f'{{"made_by": {json.dumps(header)},\n"cases": [\n{lines}\n]}}\n')


def dcmtk_version():
    return subprocess.run(["dcmdump", "--version"], capture_output=True, text=True).stdout.split()[2].strip("v")


if __name__ == "__main__":
    main(sys.argv[1])
