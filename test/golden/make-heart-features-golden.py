"""Mask features of a few made-up label maps, by models/training/heart/features.py, for the twin in TypeScript.

    python make-heart-features-golden.py   (needs numpy)

Each case holds the discs and rings that its label maps are painted from, so that both sides paint the same pixels.
"""

import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "models/training/heart"))
import features  # noqa: E402

AT = np.arange(96)


def disc(labels, value, x, y, rx, ry):
    inside = ((AT[None, :] - x) / max(rx, 1e-6)) ** 2 + ((AT[:, None] - y) / max(ry, 1e-6)) ** 2 < 1
    labels[inside] = value


def paint(shapes):
    """shapes: per phase a list of [class, x, y, rx, ry], painted in order."""
    out = np.zeros((24, 96, 96), np.uint8)
    for t, frame in enumerate(shapes):
        for s in frame:
            disc(out[t], *s)
    return out


def beat(rng, kind):
    r, x, y = rng.uniform(6, 14), rng.uniform(42, 54), rng.uniform(42, 54)
    frames = []
    for t in range(24):
        k = 1 - rng.uniform(0.2, 0.35) * np.sin(np.pi * t / 24) ** 2
        a = [round(float(v), 2) for v in (x, y, r * k, (2.2 if kind == "lax" else 1) * r * k)]
        frame = [[3, round(a[0] - 20, 2), a[1], a[2], a[3]], [2, a[0], a[1], round(a[2] + 4, 2), round(a[3] + 4, 2)], [1, *a]]
        if kind == "lax":
            frame += [[4, a[0], round(a[1] + a[3] + 10, 2), 9.0, round(11 / k, 2)], [5, round(a[0] - 20, 2), round(a[1] + 30, 2), 8.0, 8.0]]
        frames.append(frame)
    return frames


def case(seed, slices, lax):
    rng = np.random.default_rng(seed)
    z = [round(float(v), 2) for v in rng.permutation(np.cumsum(rng.uniform(7, 15, slices)) - 50)]
    sax = [beat(rng, "sax") for _ in range(slices)]
    if slices > 2:
        sax[0] = [[] for _ in range(24)]
    long = [beat(rng, "lax") if on else None for on in lax]
    if long[1] is not None:
        long[1] = [[] for _ in range(24)]
    areas = np.stack([features.short_axis(paint(s)) for s in sax]) if sax else np.zeros((0, 24, 3))
    planes = [None if p is None else features.long_axis(paint(p)) for p in long]
    table = features.Table(np.array(z, np.float64), areas, planes)
    return {"z": z, "sax": sax, "lax": long, "measured": [round(float(v), 6) for v in features.measured(table)]}


cases = [case(1, 6, (1, 1, 1)), case(2, 1, (0, 0, 1)), case(3, 0, (1, 0, 1)), case(4, 4, (0, 0, 0))]
(HERE / "heart-features.json").write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
