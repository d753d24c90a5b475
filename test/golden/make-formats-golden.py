"""Small NIfTI files of every kind, written and read back by nibabel, for studies/formats tests.

    python test/golden/make-formats-golden.py SHARED_DATA_FOLDER

writes test/fixtures/volumes/*.nii* (made-up numbers) and test/golden/formats.json: for these and for
the real NIfTI files, the affine's meaning as values at places in the patient (LPS millimetres).
"""

import json
import sys
from pathlib import Path

import nibabel
import numpy as np

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures" / "volumes"
REAL = [
    "ct/lidc-idri-0314/lidc-idri-0314-1.4mm.nii.gz",
    "ct/torso-totalsegmentator/example_ct.nii.gz",
    "ct/torso-totalsegmentator/example_seg.nii.gz",
    "ct/sts-crops/STS_002-2mm.nii.gz",
]


def turned(spacing, angle=0.4, tilt=-0.25):
    c, s, d, t = np.cos(angle), np.sin(angle), np.cos(tilt), np.sin(tilt)
    about_z = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, d, -t], [0, t, d]])
    affine = np.eye(4)
    affine[:3, :3] = about_z @ about_x @ np.diag(spacing)
    affine[:3, 3] = [11, -22, 33]
    return affine


def numbers(dtype, shape=(5, 4, 3)):
    return (np.arange(np.prod(shape)) * 7 % 101 - 20).reshape(shape).astype(dtype)


def fixtures():
    las = np.diag([-2.0, 2.0, 3.0, 1.0])
    las[:3, 3] = [30, -40, 50]
    ras = np.diag([2.0, 2.0, 3.0, 1.0])
    oblique = turned([0.9, 1.2, 2.5])
    mirrored = turned([-0.9, 1.2, 2.5])
    made = {
        "ras.nii": nibabel.Nifti1Image(numbers("int16"), ras),
        "las.nii.gz": nibabel.Nifti1Image(numbers("int16"), las),
        "oblique-float.nii": nibabel.Nifti1Image(numbers("float32"), oblique),
        "mirrored-two.nii.gz": nibabel.Nifti2Image(numbers("int32"), mirrored),
        "int8.nii": nibabel.Nifti1Image(numbers("int8"), ras),
        "double.nii": nibabel.Nifti1Image(numbers("float64") + 0.5, ras),
        "four.nii.gz": nibabel.Nifti1Image(numbers("int16", (5, 4, 3, 2)), las),
    }
    header = nibabel.Nifti1Header(endianness=">")
    made["big-endian.nii"] = nibabel.Nifti1Image(numbers("int16"), las, header)
    qform = nibabel.Nifti1Image(numbers("int16"), mirrored)
    qform.set_sform(None, 0)
    qform.set_qform(mirrored, 1)
    made["qform-only.nii"] = qform
    scaled = nibabel.Nifti1Image(numbers("int16"), ras)
    scaled.header.set_slope_inter(2.0, -1024.0)
    made["scaled.nii"] = scaled
    made["four.nii.gz"].header.set_zooms((2, 2, 3, 0.04))
    made["four.nii.gz"].header.set_xyzt_units("mm", "sec")
    return made


def places(image):
    """Values at twelve voxels, by their place in the patient."""
    data = np.asanyarray(image.dataobj)
    rng = np.random.default_rng(5)
    to_lps = np.diag([-1, -1, 1, 1]) @ image.affine
    found = []
    for _ in range(12):
        index = [int(rng.integers(0, n)) for n in data.shape]
        place = to_lps @ np.array([*index[:3], 1.0])
        phase = index[3] if len(index) > 3 else 0
        value = round(float(data[tuple(index)]), 4)
        found.append([*(round(float(c), 4) for c in place[:3]), phase, value])
    return found


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    golden = {"fixtures": {}, "real": {}}
    for name, image in fixtures().items():
        nibabel.save(image, FIXTURES / name)
        golden["fixtures"][name] = places(nibabel.load(FIXTURES / name))
    for relative in REAL:
        golden["real"][relative] = places(nibabel.load(Path(sys.argv[1]) / relative))
    (HERE / "formats.json").write_text(json.dumps(golden, indent=1) + "\n")


main()
