"""Which method becomes the default: withheld slabs of the frozen validation cases, no test case is looked at.

For every case of <cases>/val: each middle slab from its two neighbours by linear mix and signed distance, by `between` (its own labels, and
segment() of its picture), and by diffusion with and without stage C. PSNR in the heart box (labels and 10 mm), Dice of LV, muscle, RV
pooled over all slabs. Also how labels are drawn best: acquired slices each alone by segment(), or by `contour`, which draws those between
as well. Prints one table and writes choice.json; the card quotes it.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from scipy import ndimage

from export_dmcvr import GRAPHS, load
from networks import to_space
from sampling import decode, encode, slerp

ROWS = ("lv", "muscle", "rv")


def read(folder):
    meta = json.loads((folder / "meta.json").read_text())
    get = lambda name, n: np.frombuffer((folder / f"{name}.u8").read_bytes(), np.uint8).reshape(2, n, 96, 96)
    return meta, get("slices", meta["slices"]), get("slice-labels", meta["slices"]), get("middles", meta["middles"]), get("middle-labels", meta["middles"])


def distance(mask):
    """Signed, positive inside, mm."""
    if not mask.any():
        return np.full(mask.shape, -300.0)
    return 2 * (ndimage.distance_transform_edt(mask) - ndimage.distance_transform_edt(~mask))


def by_distance(a, b, share):
    """Labels between two label maps: CONTRACT.md, Methods. A chamber that one of them lacks counts there as minus the greatest depth
    of the other."""
    mixed = []
    for c in ((1,), (1, 2), (3,)):
        one, two = distance(np.isin(a, c)), distance(np.isin(b, c))
        one = np.full_like(one, -max(two.max(), 0)) if one.max() < 0 else one
        two = np.full_like(two, -max(one.max(), 0)) if two.max() < 0 else two
        mixed.append((1 - share) * one + share * two > 0)
    return np.where(mixed[0], 1, np.where(mixed[1], 2, np.where(mixed[2], 3, 0)))


def box(labels):
    """Slices of the label box and 10 mm; None without a heart."""
    at = np.argwhere(labels > 0)
    if not len(at):
        return None
    low, high = np.maximum(at.min(0) - 5, 0), np.minimum(at.max(0) + 6, 96)
    return slice(low[0], high[0]), slice(low[1], high[1])


@torch.no_grad()
def contours(net, x, other, gaps):
    """Labels of acquired slices [n,1,96,96] and half way between them, as models/dmcvr/contour-labels.ts draws them."""
    edge, gap = torch.zeros(1, 96, 96), torch.from_numpy(gaps / 10).float()
    near = lambda v: torch.stack([torch.cat([edge, v[:-2, 0]]), v[:-1, 0], v[1:, 0], torch.cat([v[2:, 0], edge])], 1)
    seen, none = torch.cat([near(x), near(other)], 1), torch.zeros(1)
    at = lambda share: net(seen, torch.stack([torch.full_like(gap, share), gap, torch.cat([none, gap[:-1]]), torch.cat([gap[1:], none])], 1))
    scores = torch.zeros(len(x), 4, 96, 96)
    scores[:-1] += at(0.0)
    scores[1:] += at(1.0)
    return scores.argmax(1).numpy(), at(0.5).argmax(1).numpy()


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--cases", required=True)
    p.add_argument("--runs", required=True)
    p.add_argument("--out", default=str(Path(__file__).with_name("choice.json")))
    p.add_argument("--steps", type=int, default=20)
    p.add_argument("--count", type=int, default=18)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--keep-diffusion", action="store_true", help="its networks are those of the last choice.json: keep their rows")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    nets = {g: load(a.runs, g) for g, (stage, *_) in GRAPHS.items() if (Path(a.runs) / f"{stage}.pt").exists()}
    psnr, overlap = {}, {}

    def note(name, picture, labels, true, own):
        at = box(own)
        if at is None:
            return
        if picture is not None:
            psnr.setdefault(name, []).append(-10 * np.log10(np.mean((picture[at] - true[at]) ** 2)))
        if labels is not None:
            both = [[((labels == c) & (own == c)).sum(), (labels == c).sum() + (own == c).sum()] for c in (1, 2, 3)]
            overlap[name] = overlap.get(name, 0) + np.array(both)

    for folder in sorted((Path(a.cases) / "val").iterdir())[: a.count]:
        meta, slices, acquired, middles, own = read(folder)
        for t in (0, 1):
            x = torch.from_numpy(slices[t].astype(np.float32) / 255 * 2 - 1)[:, None]
            with torch.no_grad():
                drawn = nets["segment"](x)[0].argmax(1).numpy()
            made = {}
            for name in ("denoise", "denoise-middle"):
                if name in nets and not a.keep_diffusion:
                    _, m, z, noise = encode({**nets, "denoise": nets[name]}, x, a.steps)
                    mix = lambda v: (v[:-1] + v[1:]) / 2
                    middle = torch.stack([slerp(noise[i], noise[i + 1], 0.5) for i in range(len(noise) - 1)])
                    made[name] = to_space(decode(nets[name], middle, mix(z), mix(m), a.steps))
            with torch.no_grad():
                where = torch.tensor([[0.5, meta["gapMm"] / 10]] * (len(x) - 1))
                image, scores = nets["between"](torch.cat([x[:-1], x[1:]], 1), where)
                again = {n: nets["segment"](v)[0].argmax(1).numpy() for n, v in {**made, "between": image}.items()}
            other = torch.from_numpy(slices[1 - t].astype(np.float32) / 255 * 2 - 1)[:, None]
            traced, traced_between = contours(nets["contour"], x, other, np.diff(meta["z"]))
            for i in range(len(x)):
                note("acquired slices, each alone", None, drawn[i], slices[t, i] / 255, acquired[t, i])
                note("acquired slices, contour", None, traced[i], slices[t, i] / 255, acquired[t, i])
            for i in range(meta["middles"]):
                true, labels = middles[t, i] / 255, own[t, i]
                linear = (slices[t, i].astype(float) + slices[t, i + 1]) / 510
                note("linear", linear, by_distance(drawn[i], drawn[i + 1], 0.5), true, labels)
                note("between", image[i, 0].numpy() / 2 + 0.5, scores[i].argmax(0).numpy(), true, labels)
                note("between, contour", None, traced_between[i], true, labels)
                note("between, segmented", None, again["between"][i], true, labels)
                for name, v in made.items():
                    note(name, v[i, 0].numpy() / 2 + 0.5, again[name][i], true, labels)
                with torch.no_grad():
                    seen = nets["segment"](torch.from_numpy(middles[t, i].astype(np.float32) / 255 * 2 - 1)[None, None])[0].argmax(1)[0].numpy()
                note("the slab itself, segmented", None, seen, true, labels)
    known = json.loads(Path(a.out).read_text())["rows"] if a.keep_diffusion else {}
    rows = {name: known[name] for name in ("denoise", "denoise-middle") if name in known}
    for name, both in overlap.items():
        rows[name] = {"psnrDb": round(float(np.mean(psnr[name])), 2) if name in psnr else None,
                      "dice": {k: round(float(2 * n / s), 4) for k, (n, s) in zip(ROWS, both)}}
        print(f"{name:28s} {rows[name]}")
    Path(a.out).write_text(json.dumps({"cases": a.count, "steps": a.steps, "rows": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
