"""Writes the held-out phantoms of split.json as small NRRD files for the application's evaluation
(models/mindi3d/evaluation/cases): the scanned object itself on its own grid, HU in steps of ten as
(HU + 1000) / 10 in a byte, axes towards left, posterior, head, origin from the isocentre. Nothing of it needs
to be drawn again elsewhere, and rounding is far below the phantoms' own texture."""

import gzip
import json
from pathlib import Path

import numpy as np

from make_data import plan_test

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "mindi3d" / "evaluation" / "cases"
STEP = 10


def write(path, hu, grid):
    stored = np.clip(np.rint((hu + 1000) / STEP), 0, 255).astype(np.uint8)
    nz, ny, nx = grid.shape
    first = [c - (n - 1) / 2 * v for c, n, v in zip(grid.centre, (nx, ny, nz), (grid.vx, grid.vx, grid.vz))]
    header = ["NRRD0004", "type: uint8", "dimension: 3", "space: left-posterior-superior", f"sizes: {nx} {ny} {nz}",
              f"space directions: ({grid.vx:.6f},0,0) (0,{grid.vx:.6f},0) (0,0,{grid.vz:.6f})", "kinds: domain domain domain",
              "encoding: gzip", "space origin: ({:.6f},{:.6f},{:.6f})".format(*first)]
    path.write_bytes(("\n".join(header) + "\n\n").encode() + gzip.compress(stored.tobytes(), 9, mtime=0))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for case in json.loads((HERE / "split.json").read_text())["cases"]:
        if case["split"] == "test" and case["kind"] == "phantom":
            hu, grid, *_ = plan_test(case)
            write(OUT / f"{case['id']}.nrrd", hu, grid)
            print(case["id"], flush=True)


if __name__ == "__main__":
    main()
