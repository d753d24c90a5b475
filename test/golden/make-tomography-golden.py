"""Golden numbers of the cone-beam physics: the Python twin (models/training) on a small scan.

    python test/golden/make-tomography-golden.py

Writes tomography.json: the scan, and every 37th value of its projections, FDK and OS-SART-TV pictures.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "models" / "training"))

from fdk import fdk  # noqa: E402
from geometry import MU_WATER, Geometry, Grid, angles  # noqa: E402
from kernels import project  # noqa: E402
from ossart import os_sart_tv  # noqa: E402

EVERY = 37


def body(grid):
    """Three ellipsoids with hard edges, attenuation [z,y,x]; the test makes the same."""
    nz, ny, nx = grid.shape
    z, y, x = np.meshgrid(*[(np.arange(n) - (n - 1) / 2) * grid.vx for n in (nz, ny, nx)], indexing="ij")
    mu = np.zeros(grid.shape)
    for (cx, cy, cz), (ax, ay, az), value in [((0, 0, 0), (45, 36, 40), 1), ((15, 5, 6), (12, 10, 14), -0.8),
                                              ((-18, -6, -8), (8, 9, 10), 0.6)]:
        mu += value * (((x - cx) / ax) ** 2 + ((y - cy) / ay) ** 2 + ((z - cz) / az) ** 2 < 1)
    return (mu * MU_WATER).astype(np.float32)


def sampled(values):
    """Of values in the order that the TypeScript arrays have."""
    return [round(float(v), 7) for v in np.ascontiguousarray(values).ravel()[::EVERY]]


def main():
    grid = Grid((30, 33, 34), 4.0, 4.0)
    out = {"every": EVERY, "scans": []}
    for u0 in (0.0, 12.0):
        geo = Geometry(46, 42, 5.0, 5.0, angles(24, math.radians(15)), 1000.0, 1500.0, u0)
        line = project(body(grid), grid, geo)
        zlast = lambda volume: np.transpose(volume, (2, 1, 0))  # noqa: E731
        scan = {"offsetMm": u0, "project": sampled(line), "fdk": sampled(zlast(fdk(line, grid, geo, 0.9))) }
        scan["osSartTv"] = sampled(zlast(os_sart_tv(line, grid, geo, 20.0, 3, 6)))
        start = np.zeros(grid.shape, np.float32)
        scan["osSartFromWater"] = sampled(zlast(os_sart_tv(line, grid, geo, 0.0, 1, 6, start=start)))
        out["scans"].append(scan)
    (HERE / "tomography.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
