"""What the trained encoder and segmentation say of hearts: mask tables from drawn labels, and tokens under several plane
masks. The head stage learns from these, and calibration reads them. One .npz per shard, resumable."""

import argparse
import os
from pathlib import Path

import numpy as np
import torch
from scipy import ndimage

import dataset
import features
from dataset import Hearts, drop_planes
from network import FRAMES, Heart
from validation import inputs, segment


def load(path):
    net = Heart(features.M)
    net.load_state_dict(torch.load(path, weights_only=False)["ema"])
    net.segmentation.to(memory_format=torch.channels_last)
    return net.eval()


def parse():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--hearts", type=int, default=10**9)
    p.add_argument("--looks", type=int, default=4, help="plane masks of each heart, the first with all its planes")
    p.add_argument("--every", type=int, default=1, help="draw every n-th phase; others are interpolated")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--part", type=int, default=0)
    p.add_argument("--parts", type=int, default=1)
    return p.parse_args()


def largest(mask):
    parts, count = ndimage.label(mask)
    if count > 1:
        mask = parts == 1 + np.argmax(np.bincount(parts.ravel())[1:])
    return ndimage.binary_fill_holes(mask) if count else mask


def tidy(labels):
    """The application's tidying (studies/cardiac/contours/tidy-labels.ts) of one label map."""
    out = np.zeros_like(labels)
    for c in (3, 4, 5):
        out[largest(labels == c)] = c
    ventricle = largest((labels == 1) | (labels == 2))
    out[ventricle] = 2
    out[largest(ventricle & (labels == 1))] = 1
    return out


def between(arrays, every):
    """Tables of every n-th phase, linearly between and periodic, at all phases."""
    if every == 1:
        return arrays
    at = np.arange(FRAMES) / every
    low, part = np.floor(at).astype(int), at - np.floor(at)
    out = []
    for a in arrays:
        shape = (1, FRAMES) + (1,) * (a.ndim - 2)
        out.append(a[:, low] * (1 - part.reshape(shape)) + a[:, (low + 1) % a.shape[1]] * part.reshape(shape))
    return tuple(out)


@torch.no_grad()
def of_heart(net, heart, looks, every, rng):
    phases = list(range(0, FRAMES, every))
    which = np.flatnonzero(heart["mask"])
    masks, cls, plane = [], [], []
    labels = np.zeros((9, len(phases), 96, 96), np.uint8)
    for look in range(looks):
        mask = heart["mask"] if look == 0 else drop_planes(heart["mask"], rng, 1.0)
        planes, keep, geometry = inputs(heart, mask)
        with torch.autocast("cpu", torch.bfloat16):
            tokens, c, p = (v.float() for v in net.encoder(planes, keep, geometry))
        if look == 0:
            drawn = segment(net, planes[0], tokens[0], which, phases)
            labels[which] = [[tidy(m) for m in maps] for maps in drawn]
        masks.append(mask), cls.append(c[0].numpy()), plane.append(p[0].numpy())
    return (between(dataset._table_arrays(labels), every), np.stack(masks), np.stack(cls).astype(np.float16),
            np.stack(plane).astype(np.float16))


def main():
    a = parse()
    torch.set_num_threads(a.threads)
    net, hearts = load(a.checkpoint), Hearts(a.data)
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    done = 0
    for s, shard in enumerate(hearts.shards):
        count = len(shard["truth"])
        if done >= a.hearts:
            break
        done += count
        path = out / f"{shard['stem']}.npz"
        if s % a.parts != a.part or path.exists():
            continue
        rng = np.random.default_rng(s)
        rows = []
        for i in range(count):
            heart = {k: np.array(shard[k][i]) for k in ("images", "mask", "geometry")}
            rows.append(of_heart(net, heart, a.looks, a.every, rng))
        spare = path.with_name(f"{path.stem}-part.npz")
        np.savez(spare, slots=np.stack([r[0][0] for r in rows]), areas=np.stack([r[0][1] for r in rows]),
                 rows=np.stack([r[0][2] for r in rows]), masks=np.stack([r[1] for r in rows]),
                 cls=np.stack([r[2] for r in rows]), plane=np.stack([r[3] for r in rows]))
        os.replace(spare, path)
        print(path.name, flush=True)


if __name__ == "__main__":
    main()
