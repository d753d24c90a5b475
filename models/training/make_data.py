"""Simulate the cases of split.json into the cache (int16 HU, scaled later).

Each case folder holds vol.npy int16 [1+n, z, y, x] (dense FDK first, then one sparse FDK per view count),
starts.npy int16 [n, z, y, x] (the data-consistent start of each view count; not in the first two batches),
mask.npy (packed bits of the field of view) and meta.json.
"""

import argparse
import hashlib
import json
import os
import time
from pathlib import Path

import numpy as np
from scipy import ndimage

from geometry import Grid, angles, covering_detector, fov_mask, sparse_index
from kernels import cache_dir
from phantom import phantom
from ossart import data_consistent_start
from placement import place, trim
from simulate import Physics, draw_physics, pairs

HERE = Path(__file__).resolve().parent
N_DENSE = 400
SWEEP = (25, 50, 100)
FIXED = {"torso-ts": ((112, 160, 160), 2.4), "breast": ((112, 160, 160), 2.5), "lidc2": ((64, 112, 112), 3.0),
         "phantom": ((64, 112, 112), 3.0)}
FIXED_CROP = ((64, 112, 112), 2.0)


def object_grid(rec, ratio, reach, reachz):
    """Finer grid, off the reconstruction grid by a fraction of a voxel, covering `reach` times the field."""
    vo = rec.vx * ratio
    shape = (int(round(rec.shape[0] * rec.vz * reachz / vo)), *(int(round(n * reach / ratio)) for n in rec.shape[1:]))
    return Grid(shape, vo, vo, (0.31 * vo, -0.23 * vo, 0.37 * vo))


def plan_test(case):
    """Fixed acquisition: 1e5 photons, Hann to Nyquist, body centred, untruncated."""
    shape, v = FIXED.get(case["source"], FIXED_CROP)
    rec = Grid(shape, v, v)
    geo = covering_detector(rec, int(shape[1] * 1.5) // 16 * 16, angles(N_DENSE, 0.0))
    obj = object_grid(rec, 0.71, 1.02, 1.12)
    radius = shape[1] * v / 2
    if case["kind"] == "phantom":
        hu, note = phantom(obj.shape, obj.vx, obj.centre, radius, case["seed"])
    else:
        hu, note = place(case["source"], obj), "as scanned"
    return trim(hu, obj, radius * 0.985), obj, rec, geo, Physics(), [(n, 0) for n in SWEEP], note


def draw_scanner(rng):
    """One of three: full fan 1000/1500, full fan 1000/1540 (ring gantry), half fan 1000/1500 to either side."""
    kind = rng.choice(3, p=[0.6, 0.2, 0.2])
    return {"sdd": 1540.0} if kind == 1 else {"half_fan": int(rng.choice([-1, 1]))} if kind == 2 else {}


def plan_train(case, rng):
    """Random field, spacing, detector, physics and three view counts (50 always, with a random first view)."""
    crop = case["source"].startswith("sts-") or case["source"] == "head-vtk"
    n = int(rng.choice([112, 128, 144, 160] if not crop else [96, 112, 128]))
    nz = int(rng.choice([64, 80, 96, 112]))
    if case.get("starts"):  # smaller fields, so that more of them fit into the hours at hand
        n, nz = min(n, 128), min(nz, 80)
    v = float(rng.uniform(1.8, 3.2)) if not crop else float(rng.uniform(1.8, 2.4))
    v = min(max(v, 250 / n), 420 / n) if not crop else v
    v = min(max(v, 1.8), 3.2)
    rec = Grid((nz, n, n), v, min(v * float(rng.uniform(0.8, 1.4)), 3.5) if case.get("anisotropic") else v)
    geo = covering_detector(rec, int(n * rng.uniform(1.1, 1.7)) // 16 * 16, angles(N_DENSE, rng.uniform(0, 6.283)),
                            coverz=rng.uniform(0.85, 1.1), **(draw_scanner(rng) if case.get("starts") else {}))
    cut = rng.random() > 0.25
    radius = n * v / 2
    obj = object_grid(rec, rng.uniform(0.66, 0.8), 1.02 if cut else 1.25, 1.2)
    if case["kind"] == "phantom":
        hu, note = phantom(obj.shape, obj.vx, obj.centre, radius, case["seed"], truncated=not cut)
    else:
        z_mm = 0.0
        if not crop:
            length = {"lidc-0314": 274, "head-neck": 295, "crlm-1004": 205}[case["source"]]
            z_mm = float(rng.uniform(-0.35, 0.35)) * length
        sts = crop and "sts" in case["source"]
        boxed = sts and case.get("starts") and rng.random() < 0.5  # the crop as it is, with its flat cut faces
        hu = place(case["source"], obj, rng, z_mm, extend=rng.random() < 0.5, mirror=sts and not boxed)
        note = f"z {z_mm:.0f} mm"
        if sts and not boxed and rng.random() < 0.8:
            hu = trim(hu, obj, radius * 0.95, rng)
    if cut:
        hu = trim(hu, obj, radius * rng.uniform(0.95, 1.0))
    others = [int(rng.choice([25, 33])), 50, int(rng.choice([67, 100]))]
    if case.get("starts"):
        others = [50, others[0] if rng.random() < 0.5 else others[2]]
    return hu, obj, rec, geo, draw_physics(rng), [(k, int(rng.integers(0, N_DENSE // k))) for k in others], note


def truth(hu, obj, rec):
    """The object itself on the reconstruction grid (smoothed by half a voxel, then linear), int16 HU."""
    soft = ndimage.gaussian_filter(hu, 0.5 * rec.vx / obj.vx)
    step = np.array([rec.vz, rec.vx, rec.vx]) / obj.vx
    middle = np.array([rec.centre[k] - obj.centre[k] for k in (2, 1, 0)]) / obj.vx + (np.array(obj.shape) - 1) / 2
    offset = middle - step * (np.array(rec.shape) - 1) / 2
    return np.rint(ndimage.affine_transform(soft, step, offset, rec.shape, order=1, cval=-1000)).astype(np.int16)


def starts(line, fdks, mask, rec, geo, sparse):
    """int16 [n,z,y,x]: the data-consistent start from each sparse FDK (air outside the field of view)."""
    out = []
    for (n, first), hu in zip(sparse, fdks):
        index = (sparse_index(N_DENSE, n) + first) % N_DENSE
        begin = np.where(mask, np.clip(hu, -1000, 3000), -1000).astype(np.float32)
        out.append(data_consistent_start(np.ascontiguousarray(line[index]), begin, rec, geo.subset(index)))
    return np.clip(np.rint(np.stack(out)), -1000, 3000).astype(np.int16)


def make(case, root):
    folder = root / case["id"]
    if (folder / "meta.json").exists():
        return
    start = time.time()
    rng = np.random.default_rng(case["seed"])
    hu, obj, rec, geo, ph, sparse, note = plan_train(case, rng) if case["split"] == "train" else plan_test(case)
    keep = case["split"] != "train"
    got = pairs(hu, obj, rec, geo, ph, sparse, rng, keep=True)
    vol = np.stack([got[0], *got[1]])
    vol = np.clip(np.rint(vol), -1000, 3000).astype(np.int16)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "vol.npy", vol)
    mask = fov_mask(rec, geo)
    np.save(folder / "mask.npy", np.packbits(mask))
    if keep or case.get("starts"):
        np.save(folder / "starts.npy", starts(got[2], got[1], mask, rec, geo, sparse))
    if keep:
        np.save(folder / "truth.npy", truth(hu, obj, rec))
        for n, first in sparse:
            np.save(folder / f"proj{n}.npy", got[2][:: N_DENSE // n].astype(np.float16))
    meta = {**case, "shape": rec.shape, "vx": rec.vx, "vz": rec.vz, "views": [n for n, _ in sparse], "firstView": [f for _, f in sparse],
            "nDense": N_DENSE, "nu": geo.nu, "nv": geo.nv, "du": geo.du, "sad": geo.sad, "sdd": geo.sdd, "u0": geo.u0,
            "beta0": float(geo.beta[0]), "objectVoxel": obj.vx, "note": note, **ph.__dict__,
            "sha256": hashlib.sha256(vol.tobytes()).hexdigest()}
    tmp = folder / f"meta.{os.getpid()}"
    tmp.write_text(json.dumps(meta))
    tmp.replace(folder / "meta.json")
    print(f"{case['id']} {rec.shape} v={rec.vx:.2f} {time.time() - start:.1f} s", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--splits", default="train,val,test")
    p.add_argument("--limit", type=int, default=10**9)
    p.add_argument("--part", default="0/1", help="i/n: every n-th case from the i-th, to share the work among processes")
    a = p.parse_args()
    todo = [c for c in json.loads((HERE / "split.json").read_text())["cases"] if c["split"] in a.splits.split(",")]
    order = np.random.default_rng(len(todo)).permutation(len(todo))
    part, parts = map(int, a.part.split("/"))
    for i in order[part:a.limit:parts]:
        make(todo[i], cache_dir() / "pairs")


if __name__ == "__main__":
    main()
