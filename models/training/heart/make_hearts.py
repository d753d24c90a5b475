"""Writes shards of 50 hearts: cine planes, labels, geometry, truth.

Arrays per shard (`<name>-<first seed>.npy`): images, labels uint8 [n,9,24,96,96]; mask [n,9]; geometry [n,9,12]; truth [n,17];
curves [n,24,2] (LV, RV mL); sax_z [n,14]; stack_areas [n,14,24,3] (cm2 of LV cavity, LV myocardium, RV); float32.
`meta-<first seed>.jsonl` has one line per heart and is written last, so a shard is complete when it exists.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from dense import draw_scan
from motion import animate
from planes import MAX_STACK, acquire
from population import SEEDS, draw
from render import render_plane
from truth import atria_ml, papillary_ml, stack_areas, truth_vector

SHARD = 50


def make(seed, kind="train", device="cpu"):
    """All arrays and the meta line of one heart. `kind` is a set name; "reacquired" scans the same shape again."""
    population = kind if kind in ("shifted", "heldout") else "main"
    again = kind == "reacquired"
    heart = draw(seed, population)
    rng = np.random.default_rng([seed, 2, int(again)])
    gen = torch.Generator(device=device).manual_seed(int(rng.integers(2**60)))
    beat = animate(heart, device=device)
    scene, style = draw_scan(seed, population == "shifted", again)
    acq = acquire(rng, heart, beat)
    roll = int(rng.integers(-2, 2))
    each = rng.random() < 0.2
    phase = lambda: (np.arange(24) - roll - (int(rng.integers(-1, 2)) if each else 0)) % 24
    images = np.zeros((9, 24, 96, 96), np.uint8)
    labels = np.zeros_like(images)
    geometry = np.zeros((9, 12), np.float32)
    in_slot = {}
    for slot, plane in enumerate(acq.slots):
        if plane is None:
            continue
        frames = phase()
        if slot >= 3:
            in_slot[acq.chosen[slot - 3]] = frames
        image, label = render_plane(beat, scene, style, plane, frames, rng, gen)
        images[slot], labels[slot], geometry[slot] = image.cpu().numpy(), label.cpu().numpy(), plane.geometry
    rolled = (np.arange(24) - roll) % 24
    areas = stack_areas(beat, acq.stack, [in_slot.get(i, rolled) for i in range(len(acq.stack))])
    z = np.full(MAX_STACK, np.nan, np.float32)
    z[: len(acq.stack)] = acq.stack_z
    truth = truth_vector(beat, atria_ml(beat), papillary_ml(beat))
    meta = {"seed": seed, "set": kind, "class": heart.kind, "sex": heart.sex, "age": round(heart.age, 1), "bsa": round(heart.bsa, 3),
            "stepMm": acq.step, "thicknessMm": acq.stack[0].thickness, "slots": acq.chosen, "stackSlices": len(acq.stack),
            "efPct": round(float(truth[3]), 2), "snr": round(style["snr"], 2), "roll": roll,
            "faults": {k: round(float(style[k]), 3) for k in ("band", "ghost", "mix", "metal", "shade")},
            "shiftMm": [None if q is None else round(float(np.linalg.norm(q.shift)), 2) for q in acq.slots]}
    return {"images": images, "labels": labels, "mask": geometry[:, 11].copy(), "geometry": geometry, "truth": truth,
            "curves": np.stack([beat.lv_ml, beat.rv_ml], 1)[rolled].astype(np.float32), "sax_z": z, "stack_areas": areas}, meta


def write_shard(seeds, kind, out, device):
    """Render `seeds` and write one shard; every file appears under its name only when whole."""
    made = [make(s, kind, device) for s in seeds]
    for name in made[0][0]:
        part = out / f".{name}-{seeds[0]}.part"
        with open(part, "wb") as f:
            np.save(f, np.stack([m[0][name] for m in made]))
        part.rename(out / f"{name}-{seeds[0]}.npy")
    part = out / f".meta-{seeds[0]}.part"
    part.write_text("".join(json.dumps(m[1]) + "\n" for m in made))
    part.rename(out / f"meta-{seeds[0]}.jsonl")


def main():
    """Command line; seeds count from the set's own range."""
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--set", required=True, choices=[*SEEDS, "reacquired"])
    a.add_argument("--start", type=int, default=0)
    a.add_argument("--count", type=int, default=SHARD)
    a.add_argument("--out", type=Path, required=True)
    a.add_argument("--device", default="cpu")
    a.add_argument("--threads", type=int, default=1)
    args = a.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    first = SEEDS["test" if args.set == "reacquired" else args.set] + args.start
    for s in range(first, first + args.count, SHARD):
        if (args.out / f"meta-{s}.jsonl").exists():
            continue
        began = time.time()
        seeds = list(range(s, min(s + SHARD, first + args.count)))
        with torch.no_grad():
            write_shard(seeds, args.set, args.out, args.device)
        print(f"{s} +{len(seeds)}: {(time.time() - began) / len(seeds):.2f} s per heart", flush=True)


if __name__ == "__main__":
    main()
