"""Golden numbers of the simulation chain from the Python twin (models/training): a small object, its projections
without and with noise, FDK of all and of some views. The noise is counter-based, so both languages draw the same.

    python test/golden/make-simulation-golden.py      (numpy, scipy and gcc)
"""

import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "models" / "training"))

from fdk import fdk  # noqa: E402
from geometry import Grid, angles, covering_detector, fov_mask, sparse_index  # noqa: E402
from kernels import project  # noqa: E402
from make_data import object_grid  # noqa: E402
from metrics import bias, gradient, mae, psnr, region, ssim  # noqa: E402
from philox import CounterNoise, philox  # noqa: E402
from simulate import Physics, measure, to_hu, to_mu  # noqa: E402

DENSE, SPARSE, SEED = 60, 15, 7
# Spheres in HU: x, y, z, radius in mm; later ones on top.
SPHERES = [(0, 0, 0, 52, 30), (-20, 4, 6, 18, -800), (22, -8, -4, 14, 300), (4, 26, 10, 9, -100), (-18, 2, 6, 5, 60)]


def smooth_spheres(grid):
    """HU float32 [z,y,x]: spheres with an edge two millimetres wide."""
    z, y, x = (grid.centre[2 - a] + (np.arange(n) - (n - 1) / 2) * (grid.vz if a == 0 else grid.vx)
               for a, n in enumerate(grid.shape))
    hu = np.full(grid.shape, -1000.0)
    for cx, cy, cz, r, value in SPHERES:
        d = np.sqrt((x[None, None] - cx) ** 2 + (y[None, :, None] - cy) ** 2 + (z[:, None, None] - cz) ** 2)
        inside = np.clip((r - d) / 2 + 0.5, 0, 1)
        hu = hu + inside * (value - hu)
    return hu.astype(np.float32)


def picked(values, count):
    """Evenly spread samples: flat index and value."""
    index = np.linspace(0, values.size - 1, count).astype(int)
    return {"index": index.tolist(), "value": [round(float(v), 6) for v in values.reshape(-1)[index]]}


def main():
    rec = Grid((24, 40, 40), 3.0, 3.0)
    geo = covering_detector(rec, 48, angles(DENSE, 0.0))
    obj = object_grid(rec, 0.71, 1.02, 1.12)
    hu = smooth_spheres(obj)
    line = project(to_mu(hu), obj, geo)
    few = Physics(i0=200.0, electronic=3.0, scatter=0.05, hardening=0.01)
    ph = Physics()
    noisy = measure(line.copy(), ph, CounterNoise(SEED))
    index = sparse_index(DENSE, SPARSE)
    dense = to_hu(fdk(noisy, rec, geo))
    sparse = to_hu(fdk(np.ascontiguousarray(noisy[index]), rec, geo.subset(index)))
    half = covering_detector(rec, 48, angles(DENSE, 0.0), half_fan=1)
    half_line = project(to_mu(hu), obj, half)
    mask = fov_mask(rec, geo)
    m = region(mask, 4)
    a, b = (np.where(mask, np.clip(np.rint(v), -1024, 3071), -1000).astype(np.float32) for v in (sparse, dense))
    out = {
        "philox": [[int(v[0]) for v in philox([c], [c + 1], [2], [3], 11, 13)] for c in range(3)],
        "views": DENSE, "sparse": SPARSE, "seed": SEED, "counts": rec.shape[::-1], "spacingMm": rec.vx, "columns": 48,
        "rows": geo.nv, "pixelMm": geo.du, "spheres": SPHERES,
        "objectCounts": obj.shape[::-1], "objectCentreMm": obj.centre, "objectVoxelMm": obj.vx,
        "line": picked(line, 400), "measured": picked(noisy, 400),
        "few": {"photons": 200, "electronic": 3, "scatter": 0.05, "hardening": 0.01,
                "measured": picked(measure(line.copy(), few, CounterNoise(SEED)), 400)},
        "dense": picked(dense, 400), "sparseHu": picked(sparse, 400),
        "halfFan": {"columns": half.nu, "offsetMm": half.u0, "line": picked(half_line, 400),
                    "dense": picked(to_hu(fdk(half_line, rec, half)), 400)},
        "seen": int(mask.sum()), "region": int(m.sum()),
        "metrics": {"psnrDb": psnr(a, b, m), "ssim": ssim(a, b, m), "maeHu": mae(a, b, m), "grad": gradient(a, b, m),
                    "bias": bias(a, b, m, least=20)},
    }
    (HERE / "simulation.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
