"""Held-out patients simulated AND reconstructed by another program: plastimatch (exact ray tracing, its own FDK, its own
filter, grid and HU map). Needs `plastimatch` on the path; writes <cache>/foreign/<case>/{dense,sparse50}.nii.gz and
meta.json. plastimatch's FDK has no HU scale: one linear map, fitted on the dense
volume against the object inside the field of view, is applied to both volumes.
"""

import json
import subprocess
from pathlib import Path

import nibabel
import numpy as np

from geometry import Grid
from kernels import cache_dir
from make_data import FIXED, object_grid, truth
from placement import place, trim

DENSE, SPARSE, I0, WATER = 400, 50, 1e5, 0.0206
CASES = ("torso-ts", "breast")


def write_mha(path, hu, grid):
    """float32 HU [z,y,x] on an isotropic grid."""
    nz, ny, nx = hu.shape
    first = [c - (n - 1) / 2 * grid.vx for c, n in zip(grid.centre, (nx, ny, nz))]
    head = (f"ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nTransformMatrix = 1 0 0 0 1 0 0 0 1\n"
            f"Offset = {first[0]} {first[1]} {first[2]}\nElementSpacing = {grid.vx} {grid.vx} {grid.vx}\nDimSize = {nx} {ny} {nz}\n"
            f"ElementType = MET_FLOAT\nElementDataFile = LOCAL\n")
    Path(path).write_bytes(head.encode() + hu.astype("<f4").tobytes())


def read_mha(path):
    """-> float32 [z,y,x] of an uncompressed MHA."""
    raw = Path(path).read_bytes()
    at = raw.index(b"ElementDataFile = LOCAL\n") + len(b"ElementDataFile = LOCAL\n")
    head = dict(line.split(" = ") for line in raw[:at].decode().strip().split("\n"))
    nx, ny, nz = map(int, head["DimSize"].split())
    kind = {"MET_FLOAT": "<f4", "MET_SHORT": "<i2"}[head["ElementType"]]
    return np.frombuffer(raw[at:], kind).reshape(nz, ny, nx).astype(np.float32)


def drr(mha, out, angles, panel):
    (cols, rows), (width, height) = panel
    subprocess.run(["plastimatch", "drr", "-A", "cpu", "-a", str(angles), "-N", str(360 / angles), "--sad", "1000", "--sid", "1500",
                    "-r", f"{cols} {rows}", "-z", f"{width} {height}", "-i", "exact", "-P", "preprocess", "-t", "pfm", "-O", str(out),
                    "-I", str(mha)], check=True, stdout=subprocess.DEVNULL)


def pfm(path):
    raw = Path(path).read_bytes()
    at = 0
    for _ in range(3):
        at = raw.index(b"\n", at) + 1
    return raw[:at], np.frombuffer(raw[at:], "<f4").copy()


def line_integral_unit(folder):
    """What plastimatch writes for 1 (water, 0.0206/mm), from a water cube of 100 mm seen along its axis."""
    grid = Grid((50, 50, 50), 2.0, 2.0)
    write_mha(folder / "cube.mha", np.zeros((50, 50, 50), np.float32), grid)
    (folder / "cube").mkdir(exist_ok=True)
    drr(folder / "cube.mha", folder / "cube" / "p", 1, ((33, 33), (66, 66)))
    return float(pfm(next((folder / "cube").glob("*.pfm")))[1].reshape(33, 33)[16, 16]) / (100 * WATER)


def scan(folder, hu, obj):
    """400 noisy pfm views of the object in folder/p."""
    (folder / "p").mkdir(parents=True, exist_ok=True)
    write_mha(folder / "object.mha", hu, obj)
    drr(folder / "object.mha", folder / "p" / "p", DENSE, ((320, 240), (640, 500)))
    unit, rng = line_integral_unit(folder), np.random.default_rng(5)
    for file in sorted((folder / "p").glob("*.pfm")):
        head, p = pfm(file)
        counts = rng.poisson(I0 * np.exp(-p / unit)) + 5 * rng.standard_normal(p.shape)
        file.write_bytes(head + (-np.log(np.maximum(counts, 1) / I0) * unit).astype("<f4").tobytes())


def fdk(folder, label, skip, shape, v):
    size = " ".join(f"{n * v}" for n in (shape[2], shape[1], 96))
    subprocess.run(["plastimatch", "fdk", "-A", "cpu", "-X", "c", "-I", str(folder / "p"), "-O", str(folder / f"{label}.mha"),
                    "-a", f"0 {skip} {DENSE - 1}", "-r", f"{shape[2]} {shape[1]} 96", "-z", size], check=True,
                   stdout=subprocess.DEVNULL)


def main():
    for name in CASES:
        folder = cache_dir() / "foreign" / name
        shape, v = FIXED[name]
        rec = Grid((96, *shape[1:]), v, v)
        obj = object_grid(rec, 0.83, 1.02, 1.2)
        hu = trim(place(name, obj), obj, shape[1] * v / 2 * 0.985)
        labels = ("dense", f"sparse{SPARSE}")
        if not all((folder / f"{k}.mha").exists() for k in labels):
            scan(folder, hu, obj)
            for label, skip in zip(labels, (1, DENSE // SPARSE)):
                fdk(folder, label, skip, shape, v)
        want = truth(hu, obj, rec).astype(np.float32)
        r = np.hypot(*np.meshgrid(*[(np.arange(n) - (n - 1) / 2) * v for n in shape[1:]], indexing="ij"))
        seen = np.broadcast_to((r < 0.45 * shape[1] * v)[None], want.shape).copy()
        seen[:16] = seen[-16:] = False
        slope, offset = np.polyfit(want[seen], read_mha(folder / "dense.mha")[seen], 1)
        meta = {"case": name, "voxelMm": v, "slope": float(slope), "offset": float(offset), "dense": DENSE, "sparse": SPARSE}
        for label in labels:
            out = np.clip(np.rint((read_mha(folder / f"{label}.mha") - offset) / slope), -1000, 3000).astype(np.int16)
            nibabel.save(nibabel.Nifti1Image(out.transpose(2, 1, 0), np.diag([-v, -v, v, 1.0])), folder / f"{label}.nii.gz")
            meta[f"rmse_{label}"] = float(np.sqrt(np.mean((out[seen] - want[seen]) ** 2)))
        (folder / "meta.json").write_text(json.dumps(meta))
        print(meta, flush=True)


if __name__ == "__main__":
    main()
