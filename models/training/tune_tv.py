"""Tune OS-SART-TV on the validation cases at 50 views: weight, iterations, and whether it begins with vacuum or with
the sparse FDK. Writes tv.json (the best, and the whole table), which the application's evaluation reads."""

import json
from pathlib import Path

import numpy as np

from dataset import Cases, scanner
from kernels import cache_dir
from metrics import psnr, region
from ossart import longer, os_sart_tv

WEIGHTS, LOOK_AT = (2.0, 4.0, 6.0, 8.0, 12.0), (4, 8, 12, 16, 20, 25, 30)


def main():
    root = cache_dir() / "pairs"
    scores = {}
    for case in Cases(root.parent / "pairs", "val").list():
        x, mask = case.vol[0].astype(np.float32), region(case.mask)
        y = np.where(case.mask, case.vol[1 + case.views.index(50)], -1000).astype(np.float32)
        grid, geo = scanner(case.meta, 50)
        big, extra = longer(grid)
        line = np.load(root / case.meta["id"] / "proj50.npy").astype(np.float32)
        for begin in ("vacuum", "fdk"):
            start = np.pad(y, ((extra, extra), (0, 0), (0, 0)), mode="edge") if begin == "fdk" else None
            for weight in WEIGHTS:
                def watch(it, hu):
                    if it in LOOK_AT:
                        scores.setdefault((begin, weight, it), []).append(psnr(hu[extra:-extra], x, mask))
                os_sart_tv(line, big, geo, weight, max(LOOK_AT), start=start, watch=watch)
                print(case.meta["id"], begin, weight, [round(scores[begin, weight, i][-1], 2) for i in LOOK_AT], flush=True)
    table = [{"start": b, "weightHu": w, "iterations": i, "psnrDb": round(float(np.mean(v)), 3)}
             for (b, w, i), v in sorted(scores.items())]
    best = max(table, key=lambda r: r["psnrDb"])
    out = {"weightHu": best["weightHu"], "iterations": best["iterations"], "start": best["start"], "subsets": 10,
           "relaxation": 0.9, "decay": 0.95, "psnrDb": best["psnrDb"], "cases": "validation, 50 views", "table": table}
    (Path(__file__).resolve().parent / "tv.json").write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
