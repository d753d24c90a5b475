"""Freezes what dcm2niix makes of the real CT, CBCT and cine sets, for test/golden-volumes.test.ts.

    python test/golden/make-volumes-golden.py SHARED_DATA_FOLDER

needs dcm2niix on the path, and nibabel, pydicom and numpy. Voxels are turned to the scanner's own
rows and columns with slices along row x column, which is how Sparrow keeps them; places are patient
LPS millimetres. Slices of sets compressed with loss get no hash: decoders differ by a step or so.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import nibabel
import numpy as np
import pydicom

SETS = {
    "ct/crlm-1004": ("ct/crlm-1004/CRLM-CT-1004.zip", "ct"),
    "ct/head-neck": ("ct/head-neck/head-neck-j2k.zip", "ct"),
    "ct/torso": ("ct/torso-totalsegmentator/example_ct_dicom", "ct"),
    "cbct/obi": ("cbct/varian-catphan/obi-pelvis-catphan-2.5mm.zip", "cbct"),
    "cbct/truebeam": ("cbct/varian-catphan/truebeam-125kV_0.908mm_Ram-Lak_97338.zip", "cbct"),
    "cine/sunnybrook-101": ("cine/sunnybrook/SCD0000101-dicom.zip", "cine"),
    "cine/sunnybrook-201": ("cine/sunnybrook/SCD0000201-dicom.zip", "cine"),
    "cine/pig": ("cine/pig-e774/pig-sax-lax.zip", "cine"),
    "rt/breast": ("rt/breast-ct-struct-plan/boost-breast-CT98-RTSTRUCT-RTPLAN.zip", "ct"),
}


def headers_by_orientation(folder):
    """One image header for each orientation, and whether any image was compressed with loss."""
    found, lossy = {}, False
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            header = pydicom.dcmread(path, stop_before_pixels=True)
        except pydicom.errors.InvalidDicomError:
            continue
        if "Rows" not in header:
            continue
        lossy = lossy or header.get("LossyImageCompression") == "01"
        lossy = lossy or str(header.file_meta.TransferSyntaxUID).endswith("4.91")
        key = tuple(round(float(c), 4) for c in header.ImageOrientationPatient)
        found.setdefault(key, header)
    return list(found.values()), lossy


def scanner_axes(header):
    row, column = np.array(header.ImageOrientationPatient, dtype=float).reshape(2, 3)
    return np.stack([row, column, np.cross(row, column)], axis=1)


def to_scanner_order(image, axes):
    """Voxels [i, j, k, phase] and LPS affine with axes along the scanner's own."""
    data = np.asanyarray(image.dataobj)
    data = data.reshape(data.shape + (1,) * (4 - data.ndim))
    affine = np.diag([-1.0, -1.0, 1.0, 1.0]) @ image.affine
    directions = affine[:3, :3] / np.linalg.norm(affine[:3, :3], axis=0)
    for axis in range(3):
        along = float(directions[:, axis] @ axes[:, axis])
        assert abs(abs(along) - 1) < 1e-3, along
        if along < 0:
            last = data.shape[axis] - 1
            affine[:3, 3] += affine[:3, axis] * last
            affine[:3, axis] *= -1
            data = np.flip(data, axis)
    return data, affine


def slice_facts(values, lossy):
    samples = np.rint(values).astype("<i2").T.copy()
    facts = {
        "mean": round(float(values.mean()), 4),
        "sd": round(float(values.std()), 4),
        "min": float(values.min()),
        "max": float(values.max()),
    }
    if not lossy:
        facts["sha256"] = hashlib.sha256(samples.tobytes()).hexdigest()
    return facts


def volume_facts(image, header, kind, lossy):
    axes = scanner_axes(header)
    data, affine = to_scanner_order(image, axes)
    slices, phases = data.shape[2:]
    facts = []
    for phase in sorted({0, phases // 2, phases - 1}):
        for k in sorted({0, slices // 2, slices - 1}):
            values = np.asarray(data[:, :, k, phase], dtype=float)
            facts.append({"phase": phase, "slice": k, **slice_facts(values, lossy)})
    return {
        "kind": kind,
        "dims": list(data.shape[:3]),
        "phases": phases,
        "spacingMm": [round(float(s), 5) for s in np.linalg.norm(affine[:3, :3], axis=0)],
        "originMm": [round(float(c), 4) for c in affine[:3, 3]],
        "axes": [[round(float(c), 6) for c in axes[:, n]] for n in range(3)],
        "lossy": lossy,
        "slices": facts,
    }


def set_facts(data, relative, kind, work):
    source = data / relative
    if source.suffix == ".zip":
        with zipfile.ZipFile(source) as archive:
            archive.extractall(work / "dicom")
        source = work / "dicom"
    out = work / "nifti"
    out.mkdir()
    subprocess.run(
        ["dcm2niix", "-z", "n", "-b", "n", "-f", "%s_%r", "-o", out, source],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    headers, lossy = headers_by_orientation(source)
    volumes = []
    for path in sorted(out.glob("*.nii")):
        image = nibabel.load(path)
        directions = np.diag([-1, -1, 1]) @ image.affine[:3, :3]
        directions = directions / np.linalg.norm(directions, axis=0)
        header = max(
            headers, key=lambda h: abs(np.diag(scanner_axes(h).T @ directions)).sum()
        )
        volumes.append(volume_facts(image, header, kind, lossy))
    return {"path": relative, "volumes": volumes}


def main():
    data = Path(sys.argv[1])
    golden = {}
    for name, (relative, kind) in SETS.items():
        with tempfile.TemporaryDirectory() as work:
            golden[name] = set_facts(data, relative, kind, Path(work))
        print(name, [v["dims"] + [v["phases"]] for v in golden[name]["volumes"]])
    target = Path(__file__).with_name("volumes.json")
    target.write_text(json.dumps(golden, indent=1) + "\n")


main()
