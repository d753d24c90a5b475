"""Random training patches and fixed validation crops from the simulated pairs, in scaled units."""

import json

import numpy as np

from geometry import Geometry, Grid, angles, sparse_index

HU_MIN, HU_MAX = -1000.0, 2000.0


def scale(hu):
    """HU -> s in [-1, 1]; 0.01 is 15 HU."""
    return (np.clip(hu, HU_MIN, HU_MAX).astype(np.float32) + 1000.0) * (2.0 / 3000.0) - 1.0


def unscale(s):
    return (s + 1.0) * 1500.0 - 1000.0


class Case:
    """One simulated scan: vol int16 [1+n,z,y,x] (memory-mapped), views [n], mask bool [z,y,x]."""

    def __init__(self, folder):
        self.meta = json.loads((folder / "meta.json").read_text())
        self.vol = np.load(folder / "vol.npy", mmap_mode="r")
        self.starts = np.load(folder / "starts.npy", mmap_mode="r") if (folder / "starts.npy").exists() else None
        shape = self.vol.shape[1:]
        self.mask = np.unpackbits(np.load(folder / "mask.npy"))[: int(np.prod(shape))].reshape(shape).astype(bool)
        self.views = self.meta["views"]
        self.real = self.meta["kind"] == "real"


def scanner(meta, views):
    """The sparse acquisition of a cached case: (Grid, Geometry)."""
    beta = angles(meta["nDense"], meta["beta0"])[sparse_index(meta["nDense"], views)]
    geo = Geometry(meta["nu"], meta["nv"], meta["du"], meta["du"], beta, meta["sad"], meta["sdd"], meta.get("u0", 0.0))
    return Grid(tuple(meta["shape"]), meta["vx"], meta["vz"]), geo


class Cases:
    """All finished cases of a split; `refresh` picks up those that were simulated meanwhile."""

    def __init__(self, root, split):
        self.root, self.split, self.items = root, split, {}
        self.refresh()

    def refresh(self):
        for meta in sorted(self.root.glob(f"{self.split}-*/meta.json")):
            if meta.parent.name not in self.items:
                self.items[meta.parent.name] = Case(meta.parent)
        return self

    def list(self):
        return [self.items[k] for k in sorted(self.items)]


def _turn(block, rng):
    """The same random symmetry of the cylinder (flips, x-y swap) for every array of [n,z,y,x]."""
    for axis in (1, 2, 3):
        if rng.random() < 0.5:
            block = np.flip(block, axis)
    if rng.random() < 0.5:
        block = block.swapaxes(2, 3)
    return np.ascontiguousarray(block)


def patch(cases, size, rng, real_share=0.65, start_share=0.75):
    """-> x, y, s (float32 [size]^3, scaled) and mask (float32): clean, sparse FDK, and what the process starts from
    (the data-consistent start in `start_share` of the draws, else the sparse FDK itself). 50 views in half of the
    draws; air-only patches are mostly skipped; the corners outside the field of view are air in three draws of four,
    as the application feeds it."""
    from_start = rng.random() < start_share
    cases = [c for c in cases if c.starts is not None] if from_start else cases
    real = [c for c in cases if c.real]
    fake = [c for c in cases if not c.real]
    for attempt in range(8):
        pool = real if (rng.random() < real_share and real) or not fake else fake
        case = pool[rng.integers(len(pool))]
        dims = case.vol.shape[1:]
        at = [int(rng.integers(0, d - size + 1)) for d in dims]
        sl = tuple(slice(a, a + size) for a in at)
        mask = case.mask[sl]
        x = case.vol[(0, *sl)]
        if mask.mean() > 0.4 and ((x > -700) & mask).mean() > 0.1:
            break
    odds = [0.5 if v == 50 else 0.5 / (len(case.views) - 1) for v in case.views]
    n = int(rng.choice(len(case.views), p=odds))
    y = case.vol[(1 + n, *sl)]
    block = np.stack([x, y, case.starts[(n, *sl)] if from_start else y, mask.astype(np.int16)])
    if rng.random() < 0.75:
        block[:3, ~mask] = -1000
    block = _turn(block, rng)
    return scale(block[0]), scale(block[1]), scale(block[2]), block[3].astype(np.float32)


def batch(cases, size, count, rng, real_share=0.65):
    """-> x, y, s, mask float32 [count,1,size,size,size]."""
    parts = [patch(cases, size, rng, real_share) for _ in range(count)]
    return tuple(np.stack([p[i] for p in parts])[:, None] for i in range(4))


def validation(cases, views=50, crop=(64, 96, 96)):
    """Central crops: list of (x, y, s, mask) float32 [1,1,*crop], corners set to air."""
    out = []
    for c in cases:
        sl = tuple(slice((d - s) // 2, (d - s) // 2 + s) for d, s in zip(c.vol.shape[1:], crop))
        m = c.mask[sl]
        n = c.views.index(views)
        x, y, s = (np.where(m, v[sl], -1000) for v in (c.vol[0], c.vol[1 + n], c.starts[n]))
        out.append(tuple(a[None, None].astype(np.float32) for a in (scale(x), scale(y), scale(s), m)))
    return out
