"""Writes dicom-files.json: reference pixels of every file of the shared DICOM test data.

None of Sparrow's own code takes part. Tools: pydicom 2.3 with numpy and Pillow (parsing, native pixels, RLE),
dcmtk 3.6.7 (dcmdjpeg: JPEG; dcmdjpls: JPEG-LS; dcmconv), GDCM 3.0.21 (JPEG 2000). On Debian:
    apt-get install dcmtk python3-pydicom python3-gdcm python3-numpy python3-pil
    python3 make-dicom-golden.py <shared data>/dicom dicom-files.json

Each entry is one of
    {"tool", "frames": [sha256, ...]}            pixels must be equal
    {"tool", "samples": [[...], ...], "within"}  lossy or converted colour: 97 values of each frame
    {"image": null}                              a DICOM object without an image
    {"refused": code, "why"}                     the reader must refuse it, with this code
A hash is of the frame's values (after cutting bits above HighBit, colour as interleaved 8-bit RGB)
as little-endian float32. A zip member is named "archive.zip!/member".
"""

import hashlib
import io
import json
import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pydicom
from pydicom.pixel_data_handlers.util import apply_color_lut, convert_color_space

warnings.filterwarnings("ignore")
RLE = "1.2.840.10008.1.2.5"
REFUSED = {
    "MR_truncated.dcm": ("truncated", "PixelData longer than the file; dcmdump says so"),
    "rtplan_truncated.dcm": ("truncated", "cut inside a sequence; dcmdump says so"),
    "no_meta.dcm": ("not-dicom", "first byte wrong; dcmdump cannot read it"),
    "meta_missing_tsyntax.dcm": ("damaged", "PixelData without Rows and Columns"),
    "nested_priv_SQ.dcm": ("damaged", "PixelData without Rows and Columns"),
    "JPEG2000-embedded-sequence-delimiter.dcm": ("damaged", "the codestream's SIZ segment is overwritten"),
}
# No preamble and no meta header.
BARE = {"ExplVR_BigEndNoMeta.dcm", "ExplVR_LitEndNoMeta.dcm", "rtstruct.dcm"}
# Colour whose JPEG stream and header disagree: the reference is Pillow on the bare stream.
BARE_STREAM = {"SC_rgb_jpeg.dcm"}
# Decoders round the inverse DCT and colour transform differently.
LOSSY = {f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 53, 55, 91)}


def describe(name, data):
    for part, (code, why) in REFUSED.items():
        if part in name:
            return {"refused": f"dicom/{code}", "why": why}
    try:
        header = pydicom.dcmread(io.BytesIO(data), force=data[128:132] == b"DICM" or Path(name).name in BARE)
    except pydicom.errors.InvalidDicomError:
        return {"refused": "dicom/not-dicom", "why": "pydicom finds no DICOM header"}
    if not any(k in header for k in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        return {"image": None}
    frames, tool, exact = reference(name, data, header)
    if exact:
        return {"tool": tool, "frames": [digest(frame) for frame in frames]}
    return {"tool": tool, "samples": [spread(frame) for frame in frames], "within": 3}


def reference(name, data, header):
    syntax = header.file_meta.get("TransferSyntaxUID", "1.2.840.10008.1.2")
    if Path(name).name in BARE_STREAM:
        from PIL import Image

        stream = data[data.index(b"\xff\xd8\xff") :]
        return [np.asarray(Image.open(io.BytesIO(stream)).convert("RGB"))], "Pillow", False
    # pydicom 2.3 stumbles over wrong VRs and leaves 8-bit words of big-endian files swapped.
    if Path(name).name in ("badVR.dcm", "SC_rgb_small_odd_big_endian.dcm"):
        return finish(*decompressed("dcmconv", data, "+te"))
    if not pydicom.uid.UID(syntax).is_compressed or syntax == "1.2.840.10008.1.2.1.99":
        return finish(header, header.pixel_array, "pydicom")
    if syntax == RLE:
        return finish(header, header.pixel_array, "pydicom")
    if syntax.startswith("1.2.840.10008.1.2.4.8"):
        return finish(*decompressed("dcmdjpls", data), lossy=False)
    if syntax in ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"):
        pixels = gdcm_pixels(data)
        return finish(header, pixels, "gdcm", rgb=True, lossy=syntax in LOSSY)
    return finish(*decompressed("dcmdjpeg", data), lossy=syntax in LOSSY)


def decompressed(tool, data, *options):
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.dcm"), Path(folder, "out.dcm")
        source.write_bytes(data)
        subprocess.run([tool, *options, source, target], check=True, capture_output=True)
        out = pydicom.dcmread(target)
        if out.get("NumberOfFrames") == "1A":  # badVR.dcm: a count of 1 and junk
            out.NumberOfFrames, out.PixelData = 1, out.PixelData[: 10 * 10 * 4]
        return out, out.pixel_array, tool


def gdcm_pixels(data):
    import gdcm

    with tempfile.NamedTemporaryFile(suffix=".dcm") as file:
        file.write(data)
        file.flush()
        reader = gdcm.ImageReader()
        reader.SetFileName(file.name)
        assert reader.Read(), "gdcm"
        image = reader.GetImage()
        form = image.GetPixelFormat()
        kind = ("i" if form.GetPixelRepresentation() else "u") + str(form.GetBitsAllocated() // 8)
        raw = image.GetBuffer().encode("utf-8", errors="surrogateescape")
        pixels = np.frombuffer(raw, "<" + kind)
        columns, rows = image.GetDimension(0), image.GetDimension(1)
        frames = image.GetDimension(2) if image.GetNumberOfDimensions() == 3 else 1
        samples = form.GetSamplesPerPixel()
        if samples > 1 and image.GetPlanarConfiguration() == 1:
            return pixels.reshape(frames, samples, rows, columns).transpose(0, 2, 3, 1)
        return pixels.reshape([frames, rows, columns] + [samples] * (samples > 1))


def finish(header, pixels, tool, rgb=False, lossy=False):
    """Stored values or RGB bytes of each frame, the tool's name, whether they are exact."""
    photometric = header.PhotometricInterpretation
    if photometric == "PALETTE COLOR":
        table = apply_color_lut(pixels, header)
        deep = header.RedPaletteColorLookupTableDescriptor[2] > 8 and table.max() > 255
        pixels = table >> 8 if deep else table
    elif header.SamplesPerPixel == 3:
        if photometric.startswith("YBR_FULL") and not rgb:
            pixels, lossy = convert_color_space(pixels, "YBR_FULL", "RGB"), True
        elif header.BitsStored > 8:
            pixels = pixels >> (header.BitsStored - 8)
    elif pixels.dtype.kind in "iu" and header.BitsAllocated > 1:
        pixels = cut_bits(header, pixels)
    colour = photometric == "PALETTE COLOR" or header.SamplesPerPixel == 3
    if pixels.ndim == (3 if colour else 2):
        pixels = pixels[None]
    return list(pixels), tool, not lossy


def cut_bits(header, pixels):
    wide = pixels.astype(np.int64) >> max(0, header.HighBit + 1 - header.BitsStored)
    wide &= (1 << header.BitsStored) - 1
    if header.PixelRepresentation == 1:
        wide[wide >= 1 << (header.BitsStored - 1)] -= 1 << header.BitsStored
    return wide


def digest(frame):
    return hashlib.sha256(np.ascontiguousarray(frame, "<f4").tobytes()).hexdigest()


def spread(frame):
    flat = np.asarray(frame).reshape(-1)
    return [int(flat[i * (len(flat) - 1) // 96]) for i in range(97)]


def main(root, target):
    manifest = {}
    for path in sorted(p for p in Path(root).rglob("*") if p.is_file()):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".zip":
            archive = zipfile.ZipFile(path)
            for member in sorted(archive.namelist()):
                if not member.endswith("/"):
                    manifest[f"{name}!/{member}"] = describe(member, archive.read(member))
        else:
            manifest[name] = describe(name, path.read_bytes())
    lines = [f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in manifest.items()]
    Path(target).write_text("{\n" + ",\n".join(lines) + "\n}\n")


main(*sys.argv[1:])
