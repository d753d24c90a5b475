"""Writes mindi3d-parity.json and .bin: what the Python reference makes of one small volume.

The reference is models/training/tiled.py (tiles, blending) on onnxruntime's Python API, with the application's noise
generator written again here; mindi3d-parity.test.ts then checks the application against it. Run it again whenever
models/mindi3d/card.json names new weights (needs numpy and onnxruntime).

The .bin holds little-endian int16 HU, x fastest: the input, then the output of each case in the JSON's order.
"""

import hashlib
import json
import math
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path.insert(0, os.path.join(ROOT, "models", "training"))
import tiled  # noqa: E402

DIMS = (72, 36, 35)  # x, y, z: two tiles of TINY_TILES along x, none a multiple of 8 along z
TINY_TILES = (64, 16)  # longest, least overlap
EPS = 0.01
MASK = 0xFFFFFFFF


class NormalNoise:
    """xoshiro128** 1.1 seeded by SplitMix32, made normal by Box and Muller."""

    def __init__(self, seed, stream=0):
        state = (seed ^ (stream * 0x85EBCA6B)) & MASK
        self.words = []
        for _ in range(4):
            state = (state + 0x9E3779B9) & MASK
            z = ((state ^ (state >> 16)) * 0x21F0AAAD) & MASK
            z = ((z ^ (z >> 15)) * 0x735A2D97) & MASK
            self.words.append(z ^ (z >> 15))

    def bits(self):
        def turn(x, k):
            return ((x << k) | (x >> (32 - k))) & MASK

        a, b, c, d = self.words
        result = (turn((b * 5) & MASK, 7) * 9) & MASK
        c ^= a
        d ^= b
        self.words = [a ^ d, b ^ c, c ^ ((b << 9) & MASK), turn(d, 11)]
        return result

    def field(self, count):
        values = []
        while len(values) < count:
            radius = math.sqrt(-2 * math.log((self.bits() + 0.5) / 2**32))
            angle = 2 * math.pi * (self.bits() + 0.5) / 2**32
            values += [radius * math.cos(angle), radius * math.sin(angle)]
        return np.array(values[:count], np.float32)


def phantom():
    """int16 HU [z,y,x]: body, lungs, vertebra, a nodule and the star of streaks of few views, in air."""
    rng = np.random.default_rng(3)
    nx, ny, nz = DIMS
    z, y, x = np.meshgrid(*(np.linspace(-1, 1, n) for n in (nz, ny, nx)), indexing="ij")
    hu = np.full((nz, ny, nx), -1000.0)
    hu[x**2 / 0.8 + y**2 / 0.7 < 1] = 40
    hu[(abs(x) - 0.45) ** 2 / 0.08 + (y + 0.1) ** 2 / 0.3 < 1] = -820
    hu[x**2 / 0.01 + (y - 0.6) ** 2 / 0.02 < 1] = 550
    hu[(x - 0.45) ** 2 / 0.01 + y**2 / 0.03 + z**2 / 0.03 < 1] = 20
    angle = np.arctan2(y - 0.6, x)
    hu += 90 * np.cos(25 * angle) * np.exp(-2 * np.hypot(x, y - 0.6)) + 35 * rng.standard_normal(hu.shape)
    outside = np.broadcast_to((np.hypot(x, y) > 1)[:1], hu.shape)
    return np.where(outside, -1000, np.rint(hu)).astype(np.int16)


def restore(run, hu, steps, seed, eps):
    y = ((2.0 * (np.clip(hu, -1000, 2000).astype(np.float64) + 1000) / 3000) - 1).astype(np.float32)
    x = y + np.float32(eps) * NormalNoise(seed).field(y.size).reshape(y.shape)
    for k in range(steps, 0, -1):
        f = tiled.predict(run, y, x, k / steps)
        x = f / k + (1 - 1 / k) * x if k > 1 else f
    out = np.clip(-1000 + (x.astype(np.float64) + 1) / 2 * 3000, -1000, 2000)
    padding = (hu == hu[0, 0, 0]).all(axis=0)
    return np.where(padding, hu, np.floor(out + 0.5)).astype(np.int16)


def main():
    card = json.load(open(os.path.join(ROOT, "models", "mindi3d", "card.json")))
    default = next(w for w in card["weights"] if w["role"] == "default")
    # The reference cuts as the card says, and so does the application. So small a volume is one tile of the real
    # network; the tiny one is given tiles of its own, and blends two.
    tiles = {"smooth": TINY_TILES, "mindi3d": (min(card["input"]["tile"]), card["input"]["overlap"])}
    real = os.path.join(ROOT, "models", "mindi3d", "weights", os.path.basename(default["file"]))
    tiny = os.path.join(ROOT, "test", "fixtures", "smooth.onnx")
    hu = phantom()
    # The application adds no noise to a single sample of the real network; the tiny one keeps it, so that it is tested.
    noise = {"smooth": EPS, "mindi3d": card["input"].get("epsOneSample", EPS)}
    volumes, cases = [hu], []
    for network, path, steps in (("smooth", tiny, 3), ("mindi3d", real, 1), ("mindi3d", real, 2)):
        tiled.plan_axis.__defaults__ = tiles[network]
        volumes.append(restore(tiled.onnx_runner(path), hu, steps, 1, noise[network]))
        sha256 = hashlib.sha256(open(path, "rb").read()).hexdigest()
        cases.append({"network": network, "sha256": sha256, "steps": steps, "seed": 1})
    with open(os.path.join(HERE, "mindi3d-parity.bin"), "wb") as f:
        f.write(np.stack(volumes).astype("<i2").tobytes())
    with open(os.path.join(HERE, "mindi3d-parity.json"), "w") as f:
        json.dump({"dims": DIMS, "spacingMm": [2.5, 2.5, 2.5], "tile": TINY_TILES[0], "overlap": TINY_TILES[1],
                   "cases": cases}, f, indent=2)
        f.write("\n")


if __name__ == "__main__":
    main()
