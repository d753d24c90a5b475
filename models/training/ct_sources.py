"""Real CT volumes -> one form: int16 HU [z,y,x], axes towards head, posterior, left; spacing (z,y,x) in mm.

Data folder: $SPARROW_DATA, or ../shared/data next to the repository. The parsed arrays are cached as .npy.
"""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import numpy as np

from kernels import cache_dir

ROOT = Path(os.environ.get("SPARROW_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))

STS = ["002", "003", "006", "008", "010", "012", "015", "018", "019", "024", "025", "026", "028", "029", "032", "035"]


def _nifti(path):
    import nibabel as nib
    img = nib.load(str(path))
    flip = nib.orientations.ornt_transform(nib.io_orientation(img.affine), nib.orientations.axcodes2ornt("LPS"))
    img = img.as_reoriented(flip)
    zoom = img.header.get_zooms()[:3]
    return np.asarray(img.dataobj).transpose(2, 1, 0), tuple(float(s) for s in zoom[::-1])


def _dicom_zip(path, match=""):
    import pydicom
    slices = []
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            if name.endswith("/") or match not in name:
                continue
            d = pydicom.dcmread(io.BytesIO(z.read(name)), force=True)
            if d.get("Modality") == "CT" and "PixelData" in d:
                slices.append(d)
    normal = np.cross(slices[0].ImageOrientationPatient[:3], slices[0].ImageOrientationPatient[3:])
    assert np.allclose(np.abs(normal), (0, 0, 1), atol=0.02), "only axial series"
    slices.sort(key=lambda d: float(d.ImagePositionPatient[2]))
    pos = np.array([float(d.ImagePositionPatient[2]) for d in slices])
    gap = np.diff(pos)
    assert np.allclose(gap, np.median(gap), atol=0.05), "uneven slices"
    hu = np.stack([d.pixel_array.astype(np.float32) * float(d.get("RescaleSlope", 1)) + float(d.get("RescaleIntercept", 0))
                   for d in slices])
    iop = [float(v) for v in slices[0].ImageOrientationPatient]
    if iop[0] < 0:
        hu = hu[:, :, ::-1]
    if iop[4] < 0:
        hu = hu[:, ::-1]
    py, px = (float(v) for v in slices[0].PixelSpacing)
    return hu, (float(np.median(gap)), py, px)


def _lidc2(folder):
    """8-bit windowed contrast chest CT. The window is not recorded: soft tissue peaks at grey 20 and the aorta at
    about 140, so HU = 2.2*grey - 5 is assumed. Lung and fat fell below the window; they read -800 HU here.
    Used for validation (loss curve, TV weight) only, never for HU claims."""
    meta = json.loads((folder / "index.json").read_text())
    ref = meta["pointData"]["arrays"][0]["data"]["ref"]["id"]
    raw = next(folder.glob(f"data/{ref}*")).read_bytes()
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    e = meta["extent"]
    g = np.frombuffer(raw, np.uint8).reshape(e[5] + 1, e[3] + 1, e[1] + 1).astype(np.float32)
    s = meta["spacing"]
    return np.where(g > 0, 2.2 * g - 5, -800)[:, ::-1], (s[2], s[1], s[0])


def _head(path):
    """64 x 64 x 93 head CT, stored with an offset of 1024."""
    raw = path.read_bytes()
    at = raw.index(b"ElementDataFile = LOCAL\n") + len(b"ElementDataFile = LOCAL\n")
    v = np.frombuffer(raw[at:at + 2 * 64 * 64 * 93], "<u2").reshape(93, 64, 64).astype(np.float32)
    return v - 1024, (1.5, 3.2, 3.2)


def _read(name):
    ct = ROOT / "ct"
    if name == "lidc-0314":
        return _nifti(ct / "lidc-idri-0314" / "lidc-idri-0314-1.4mm.nii.gz")
    if name == "head-neck":
        return _dicom_zip(ct / "head-neck" / "head-neck-j2k.zip")
    if name == "crlm-1004":
        return _dicom_zip(ct / "crlm-1004" / "CRLM-CT-1004.zip", "image/")
    if name == "torso-ts":
        return _nifti(ct / "torso-totalsegmentator" / "example_ct.nii.gz")
    if name == "breast":
        return _dicom_zip(ROOT / "rt" / "breast-ct-struct-plan" / "boost-breast-CT98-RTSTRUCT-RTPLAN.zip", "CT/")
    if name == "lidc2":
        return _lidc2(ct / "vtk-small" / "LIDC2.vti")
    if name == "head-vtk":
        return _head(ct / "vtk-small" / "head.mha")
    if name.startswith("sts-"):
        return _nifti(ct / "sts-crops" / f"STS_{name[4:]}-2mm.nii.gz")
    raise KeyError(name)


def load(name):
    """name -> (int16 HU [z,y,x], spacing (z,y,x) mm)."""
    path = cache_dir() / "ct" / f"{name}.npz"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        hu, spacing = _read(name)
        hu = np.clip(np.rint(hu), -1000, 3000).astype(np.int16)
        tmp = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(tmp, hu=hu, spacing=np.array(spacing))
        tmp.replace(path)
    z = np.load(path)
    return z["hu"], tuple(z["spacing"])
