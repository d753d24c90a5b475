"""What was tried to settle the choices, measured on the validation cases at 50 views (never on test cases): steps, start,
noise, t-distribution and refinement with the finished weights, and short training runs with one thing changed each.
Writes settle.json, a table for the card."""

import argparse
import csv
import json
from pathlib import Path

import numpy as np
import torch

from dataset import Cases, scale, scanner, unscale
from kernels import cache_dir
from metrics import psnr, region
from model import Denoiser
from ossart import data_consistent_start, longer, os_sart_tv

HERE = Path(__file__).resolve().parent
STARTS = ((4, 8.0), (6, 8.0), (8, 8.0), (4, 6.0), (6, 6.0), (8, 6.0), (8, 4.0), (12, 4.0))  # iterations, TV weight in HU
CHOSEN = (6, 6.0)


def load(name):
    net = Denoiser()
    net.load_state_dict(torch.load(cache_dir() / "runs" / f"{name}.pt", weights_only=False)["ema"])
    return net.eval().to(memory_format=torch.channels_last_3d)


@torch.no_grad()
def predict(net, y, x, t):
    """One call on the whole volume, scaled units, bf16."""
    def block(a):
        pad = [(0, -n % 8) for n in a.shape]
        return torch.from_numpy(np.pad(a, pad, mode="edge")[None, None].astype(np.float32)).to(memory_format=torch.channels_last_3d)
    with torch.autocast("cpu", torch.bfloat16):
        out = net(block(y), block(x), torch.tensor([t], dtype=torch.float32)).float()
    return out[0, 0].numpy()[tuple(slice(0, n) for n in y.shape)]


def loop(net, y, start, steps, eps=0.0):
    """InDI: x_{t-d} = F(x_t, t)/k + (1 - 1/k) x_t, constant eps."""
    x = start + eps * np.random.default_rng(0).standard_normal(start.shape, np.float32)
    for k in range(steps, 0, -1):
        x = predict(net, y, x, k / steps) / k + (1 - 1 / k) * x
    return x


class Bench:
    """The validation cases with everything that a study needs."""

    def __init__(self):
        self.cases = []
        for case in Cases(cache_dir() / "pairs", "val").list():
            n = case.views.index(50)
            y = np.where(case.mask, case.vol[1 + n], -1000).astype(np.float32)
            self.cases.append((case, case.vol[0].astype(np.float32), region(case.mask), y, self.start(case, y, *CHOSEN)))

    def start(self, case, y, iterations, weight):
        """The data-consistent start from the sparse FDK, HU."""
        grid, geo = scanner(case.meta, 50)
        line = np.load(cache_dir() / "pairs" / case.meta["id"] / "proj50.npy").astype(np.float32)
        return np.where(case.mask, data_consistent_start(line, y, grid, geo, weight, iterations), -1000).astype(np.float32)

    def score(self, make):
        """Mean gain over the sparse FDK, dB, of make(case, y, s) in HU."""
        return float(np.mean([psnr(np.where(c.mask, make(c, y, s), -1000), x, m) - psnr(y, x, m) for c, x, m, y, s in self.cases]))

    def refine(self, case, hu, iterations, weight):
        grid, geo = scanner(case.meta, 50)
        big, extra = longer(grid)
        line = np.load(cache_dir() / "pairs" / case.meta["id"] / "proj50.npy").astype(np.float32)
        start = np.pad(np.where(case.mask, hu, -1000), ((extra, extra), (0, 0), (0, 0)), mode="edge")
        return os_sart_tv(line, big, geo, weight, iterations, start=start)[extra:-extra]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--indi", required=True)
    p.add_argument("--oneshot", required=True)
    p.add_argument("--steps", default="1,2,4")
    a = p.parse_args()
    bench, rows = Bench(), []

    def note(question, choice, gain, remark=""):
        rows.append({"question": question, "choice": choice, "gainDb": round(gain, 2), "note": remark})
        print(rows[-1], flush=True)

    def both(net, steps, eps=0.0):
        for start in ("projections", "fdk"):
            yield start, bench.score(lambda c, y, s: unscale(loop(net, scale(y), scale(s if start == "projections" else y), steps, eps)))

    net = load(a.indi)
    for iterations, weight in STARTS:
        def begin(c, y):
            return bench.start(c, y, iterations, weight)
        chosen = "chosen; " if (iterations, weight) == CHOSEN else ""
        alone = bench.score(lambda c, y, s: begin(c, y))
        note("data-consistent start", f"{iterations} x OS-SART-TV, {weight:g} HU, from the sparse FDK; then K=1",
             bench.score(lambda c, y, s: unscale(predict(net, scale(y), scale(begin(c, y)), 1.0))),
             f"{chosen}the start alone {alone:+.2f} dB; trained with 4 x 8 HU")
    for label, run in (("t half 1, half uniform (InDI)", a.indi), ("t = 1 only (one-shot), equal steps", a.oneshot)):
        net = load(run)
        for steps in map(int, a.steps.split(",")):
            for start, gain in both(net, steps):
                note("steps, start and t-distribution", f"{label}: K={steps}, start {start}", gain)
    net = load(a.indi)
    for eps in (0.01, 0.02):
        for start, gain in both(net, 1, eps):
            note("start noise", f"eps {eps:g} at K=1, start {start}", gain, "trained with 0.01; a single sample takes 0")
    note("is the condition used", "channel 0 replaced by the start", bench.score(lambda c, y, s: unscale(predict(net, scale(s), scale(s), 1.0))),
         "the same weights; a drop means that they look at the sparse FDK")
    for iterations, weight in ((1, 0.0), (1, 4.0), (2, 4.0)):
        note("refinement after the loop", f"{iterations} x OS-SART, TV {weight:g} HU",
             bench.score(lambda c, y, s: bench.refine(c, unscale(loop(net, scale(y), scale(s), 1)), iterations, weight)))
    for views in (25, 100):
        gains = []
        for case, x, m, _, _ in bench.cases:
            n = case.views.index(views)
            y = np.where(case.mask, case.vol[1 + n], -1000).astype(np.float32)
            grid, geo = scanner(case.meta, views)
            line = np.load(cache_dir() / "pairs" / case.meta["id"] / f"proj{views}.npy").astype(np.float32)
            s = np.where(case.mask, data_consistent_start(line, y, grid, geo, CHOSEN[1], CHOSEN[0]), -1000).astype(np.float32)
            gains.append([psnr(np.where(case.mask, unscale(predict(net, scale(y), scale(b), 1.0)), -1000), x, m) - psnr(y, x, m)
                          for b in (y, s)])
        for start, gain in zip(("fdk", "projections"), np.mean(gains, 0)):
            note("start at other view counts", f"{views} views, K=1, start {start}", float(gain), "the application takes the projections up to 75 views")
    log = {}
    for r in csv.DictReader((HERE / "log2.csv").open()):
        if r["run"].startswith("try-"):
            log[r["run"]] = r
    for name, r in log.items():
        note("short runs, one thing changed", name[4:], float(r["val_psnr_start_k1"]) - float(r["val_psnr_fdk"]),
             f"{r['step']} steps from the same checkpoint; validation crops, K=1, start projections")
    (HERE / "settle.json").write_text("[\n" + ",\n".join(" " + json.dumps(r) for r in rows) + "\n]\n")


if __name__ == "__main__":
    main()
