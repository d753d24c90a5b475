"""Hearts from the shards of make_hearts.py, read as they are written, with the augmentation of training."""

import os
from pathlib import Path

import numpy as np
from scipy import ndimage

import features
from features import LongAxis, Table


class Hearts:
    """Every heart of the finished shards in a folder; `refresh` finds new ones."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.shards, self.index = [], []
        self.refresh()

    def refresh(self):
        known = {s["stem"] for s in self.shards}
        for path in sorted(self.folder.glob("meta-*.jsonl")):
            stem = path.stem.removeprefix("meta-")
            if stem in known:
                continue
            shard = {"stem": stem, **{name: np.load(self.folder / f"{name}-{stem}.npy", mmap_mode="r")
                                      for name in ("images", "labels", "mask", "geometry", "truth", "curves", "sax_z",
                                                   "stack_areas")}, "tables": None}
            self.index += [(len(self.shards), i) for i in range(len(shard["truth"]))]
            self.shards.append(shard)
        return self

    def __len__(self):
        return len(self.index)

    def __getitem__(self, n):
        s, i = self.index[n]
        shard = self.shards[s]
        return {k: np.array(shard[k][i]) for k in ("images", "labels", "mask", "geometry", "truth", "curves")}

    def numbers(self, name):
        return np.concatenate([shard[name] for shard in self.shards])

    def table(self, n):
        """Mask tables of the true labels: `slots` from the nine planes, `stack` from every slice of the stack."""
        s, i = self.index[n]
        shard = self.shards[s]
        if shard["tables"] is None:
            shard["tables"] = self._tables(shard)
        slots, lax_areas, lax_rows = (t[i] for t in shard["tables"])
        mask, z = shard["mask"][i], sax_place(shard["geometry"][i])
        kept = [k for k in range(6) if mask[3 + k] > 0]
        lax = [None if mask[p] == 0 else LongAxis(*lax_areas[p].T, lax_rows[p, :, :2], lax_rows[p, :, 2:]) for p in range(3)]
        own = Table(z[kept], slots[kept], lax)
        have = np.isfinite(shard["sax_z"][i])
        return own, Table(np.array(shard["sax_z"][i][have], np.float64), np.array(shard["stack_areas"][i][have], np.float64), lax)

    def _tables(self, shard):
        path = self.folder / f"tables-{shard['stem']}.npz"
        if not path.exists():
            rows = [_table_arrays(labels) for labels in shard["labels"]]
            spare = path.with_name(f"{path.stem}-{os.getpid()}.npz")
            np.savez(spare, slots=np.stack([r[0] for r in rows]), areas=np.stack([r[1] for r in rows]),
                     rows=np.stack([r[2] for r in rows]))
            spare.rename(path)
        got = np.load(path)
        return got["slots"], got["areas"], got["rows"]


def _table_arrays(labels):
    short = np.stack([features.short_axis(labels[3 + k]) for k in range(6)])
    long = [features.long_axis(labels[p]) for p in range(3)]
    areas = np.stack([np.stack([p.lv, p.myo, p.rv, p.la, p.ra], 1) for p in long])
    return short, areas, np.stack([np.concatenate([p.lv_rows, p.la_rows], 1) for p in long])


def sax_place(geometry):
    """Place of the six short-axis slots along e3, mm."""
    return 100.0 * geometry[3:9, 2].astype(np.float64)


def drop_planes(mask, rng, share=0.5):
    """A plane mask with some present planes taken out: patterns of the missing-plane test among them."""
    mask = mask.copy()
    if rng.random() > share:
        return mask
    kind = rng.choice(["some", "long", "short", "three", "one"], p=[0.5, 0.1, 0.15, 0.15, 0.1])
    sax = 3 + np.flatnonzero(mask[3:])
    if kind == "some":
        mask[rng.choice(9, rng.integers(1, 5), replace=False)] = 0
    elif kind == "long":
        mask[:3] = 0
    elif kind == "short":
        mask[3:] = 0
    elif kind == "three" and sax.size > 3:
        mask[rng.choice(sax, sax.size - 3, replace=False)] = 0
    elif kind == "one" and sax.size > 1:
        mask[rng.choice(sax, sax.size - 1, replace=False)] = 0
        mask[:2] = 0
    return mask


BANK = np.random.default_rng(9).standard_normal(1 << 22, np.float32)


def style(planes, rng):
    """Another look of the same anatomy, plane by plane, uint8 to float32 0..1: tone curve, slow shading, blur, noise."""
    out = np.empty(planes.shape, np.float32)
    for p, plane in enumerate(planes):
        knots = np.cumsum(rng.uniform(0.3, 1.7, 6))
        knots = np.concatenate([[0], knots / knots[-1]]) * rng.uniform(0.8, 1.1)
        x = np.interp(np.arange(256) / 255, np.linspace(0, 1, 7), knots).astype(np.float32)[plane]
        if rng.random() < 0.5:
            x *= np.exp(ndimage.zoom(rng.normal(0, 0.18, (4, 4)), 24, order=1)).astype(np.float32)
        if rng.random() < 0.2:
            x = ndimage.uniform_filter(x, (1, int(rng.integers(2, 4)), int(rng.integers(1, 4))))
        if rng.random() < 0.6:
            at = int(rng.integers(BANK.size - x.size))
            x += BANK[at:at + x.size].reshape(x.shape) * np.float32(rng.uniform(0.005, 0.06))
        out[p] = np.clip(x, 0, 1, out=x)
    return out


def noisy_table(table, rng):
    """True areas as a segmentation would give them: bias of each class, error of each plane, jitter over the beat,
    slices at the ends gained or lost."""
    areas = table.areas.copy()
    s = len(table.z)
    bias = 1 + rng.normal(0, [0.025, 0.06, 0.05])
    if s:
        areas *= bias * (1 + rng.normal(0, [0.03, 0.06, 0.08], (s, 1, 3)))
        areas *= 1 + rng.normal(0, [0.015, 0.03, 0.03], areas.shape)
        for end in (0, -1):
            if rng.random() < 0.15:
                areas[end] *= rng.uniform(0, 1, (areas.shape[1], 1)) < rng.uniform(0, 1)
    lax = [None if p is None else _noisy_long(p, rng) for p in table.lax]
    return Table(table.z + rng.normal(0, 0.5), areas, lax)


def _noisy_long(p, rng):
    a = [v * (1 + rng.normal(0, 0.05)) * (1 + rng.normal(0, 0.015, v.shape)) for v in (p.lv, p.myo, p.rv, p.la, p.ra)]
    shift = features.ROW_MM * np.rint(rng.normal(0, 0.8, 2))
    jitter = features.ROW_MM * np.rint(rng.normal(0, 0.4, p.lv_rows.shape))
    return LongAxis(*a, p.lv_rows + shift + jitter, p.la_rows + shift)


def only(table, mask, sax_slots):
    """The table of fewer planes: `sax_slots` are the slots of its slices."""
    kept = [i for i, slot in enumerate(sax_slots) if mask[slot] > 0]
    return Table(table.z[kept], table.areas[kept], [p if mask[i] > 0 else None for i, p in enumerate(table.lax)])
