"""Evaluation of section 6.6 on the frozen test list, through the exported ONNX files and the application's tiling.

Appends one line a (case, views, method) to <cache>/results.jsonl, so it can be interrupted; finished lines with the
same weights are skipped. `make_card.py` turns the lines into the card. The weight of the TV baseline is tuned first,
on the validation cases only.
"""

import argparse
import hashlib
import json
import math
import time
from pathlib import Path

import numpy as np

from dataset import Cases, scale, unscale
from geometry import Geometry, Grid, angles, sparse_index
from kernels import cache_dir
from metrics import bias, gradient, mae, psnr, region, ssim
from ossart import os_sart_tv
from tiled import onnx_runner, restore

LAMBDAS = (2.0, 5.0, 10.0)  # HU


def scanner(meta, views):
    """The sparse acquisition of a cached case: (Grid, Geometry)."""
    beta = angles(meta["nDense"], meta["beta0"])[sparse_index(meta["nDense"], views)]
    geo = Geometry(meta["nu"], meta["nv"], meta["du"], meta["du"], beta, meta["sad"], meta["sdd"])
    return Grid(tuple(meta["shape"]), meta["vx"], meta["vz"]), geo


def tv(case, folder, views, lam):
    """OS-SART-TV on a grid 8 % longer at both ends, cropped: the body goes on beyond the slices, and an iterative
    method must have somewhere to put it."""
    line = np.load(folder / f"proj{views}.npy").astype(np.float32)
    grid, geo = scanner(case.meta, views)
    extra = math.ceil(0.08 * grid.shape[0])
    longer = Grid((grid.shape[0] + 2 * extra, *grid.shape[1:]), grid.vx, grid.vz)
    return os_sart_tv(line, longer, geo, lam)[extra:-extra]


def tune(root):
    """Best mean PSNR on the validation cases at 50 views."""
    path = root / "tv-weight.json"
    if not path.exists():
        scores = {}
        for lam in LAMBDAS:
            scores[lam] = []
            for case in Cases(root / "pairs", "val").list():
                x = case.vol[0].astype(np.float32)
                got = tv(case, root / "pairs" / case.meta["id"], 50, lam)
                scores[lam].append(psnr(got, x, region(case.mask)))
            print(f"TV weight {lam} HU: {np.mean(scores[lam]):.2f} dB", flush=True)
        best = max(scores, key=lambda k: np.mean(scores[k]))
        path.write_text(json.dumps({"lambdaHu": best, "psnr": {k: float(np.mean(v)) for k, v in scores.items()}}))
    return json.loads(path.read_text())["lambdaHu"]


def measure(got, x, truth, base, m):
    """All measures of one result (HU volumes) against the dense FDK, plus PSNR against the object itself."""
    p = psnr(got, x, m)
    return {"psnrDb": round(p, 3), "ssim": round(ssim(got, x, m), 4), "maeHu": round(mae(got, x, m), 2),
            "gainDb": round(p - base, 3), "bias": bias(got, x, m), "grad": round(gradient(got, x, m), 3),
            "psnrTruthDb": round(psnr(got, truth, m), 3)}


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--default", help="ONNX of the InDI weights; without it only FDK and TV are measured")
    p.add_argument("--oneshot", help="ONNX of the one-shot weights")
    p.add_argument("--views", default="50")
    p.add_argument("--steps", default="1,2,4")
    p.add_argument("--real-steps", default="1,2,4,8", help="step counts on the real cases")
    p.add_argument("--no-tv", action="store_true")
    p.add_argument("--kind", default="real,phantom")
    p.add_argument("--cases", default="", help="only cases whose id contains one of these (comma list)")
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    root = cache_dir()
    out, results = root / "results.jsonl", root / "results"
    results.mkdir(exist_ok=True)
    seen = {(r["case"], r["views"], r["method"], r["weights"]) for r in map(json.loads, out.open())} if out.exists() else set()
    sha = {k: hashlib.sha256(Path(f).read_bytes()).hexdigest() for k, f in (("default", a.default), ("oneshot", a.oneshot)) if f}
    runs = {k: onnx_runner(getattr(a, k), a.threads) for k in sha}
    lam = None if a.no_tv else tune(root)
    cases = [c for c in Cases(root / "pairs", "test").list() if c.meta["kind"] in a.kind.split(",")]
    cases = [c for c in cases if any(w in c.meta["id"] for w in a.cases.split(","))]
    cases.sort(key=lambda c: not c.real)
    for views in map(int, a.views.split(",")):
        for case in cases:
            folder = root / "pairs" / case.meta["id"]
            x, y = (np.where(case.mask, case.vol[i], -1000).astype(np.float32) for i in (0, 1 + case.views.index(views)))
            truth = np.load(folder / "truth.npy").astype(np.float32)
            m = region(case.mask)
            base = psnr(y, x, m)
            jobs = [("sparse FDK", "", lambda: y)]
            if lam is not None:
                jobs.append((f"OS-SART-TV ({lam:g} HU)", "", lambda: tv(case, folder, views, lam)))
            if "oneshot" in runs:
                jobs.append(("one-shot", sha["oneshot"], lambda: unscale(restore(runs["oneshot"], scale(y), 1))))
            for k in map(int, (a.real_steps if case.real else a.steps).split(",") if a.default else []):
                jobs.append((f"MInDI-3D K={k}", sha["default"],
                             lambda k=k: unscale(restore(runs["default"], scale(y), k))))
            for method, weights, job in jobs:
                if (case.meta["id"], views, method, weights) in seen:
                    continue
                start = time.time()
                got = job()
                name = f"{case.meta['id']}-{views}-{method.replace(' ', '')}-{weights[:8]}.npy"
                np.save(results / name, np.clip(np.rint(got), -2000, 4000).astype(np.int16))
                row = {"set": case.meta["kind"], "views": views, "method": method, "case": case.meta["id"],
                       **measure(got, x, truth, base, m), "seconds": round(time.time() - start, 1), "weights": weights}
                with out.open("a") as f:
                    f.write(json.dumps(row) + "\n")
                print(row["case"], views, method, row["psnrDb"], row["gainDb"], row["bias"], f"{row['seconds']} s", flush=True)


if __name__ == "__main__":
    main()
