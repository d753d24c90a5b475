"""Numbers on validation hearts while training: Dice by class in short and long axis, errors of the main phenotypes."""

import numpy as np
import torch

import features
from dataset import only
from network import FRAMES, GRID

NAMED = {"edv": 0, "esv": 1, "ef": 3, "mass": 4, "rvef": 9}


def planes_of(heart):
    return heart["images"].astype(np.float32) / 255


def inputs(heart, mask=None):
    mask = heart["mask"] if mask is None else mask
    keep = torch.from_numpy(mask).float()
    planes = torch.from_numpy(planes_of(heart)) * keep[:, None, None, None]
    geometry = torch.from_numpy(heart["geometry"]).float() * keep[:, None]
    return planes[None], keep[None], geometry[None]


@torch.no_grad()
def segment(net, planes, tokens, which, phases, device="cpu"):
    """Label maps uint8 [len(which), len(phases), 96, 96] of one heart; planes [9,24,96,96], tokens [1152,W] or None."""
    out = []
    for p in which:
        images = torch.stack([planes[p, [(t - 1) % FRAMES, t, (t + 1) % FRAMES]] for t in phases])
        turn = torch.tensor([2 * np.pi * t / FRAMES for t in phases])
        phase = torch.stack([turn.cos(), turn.sin()], 1).float()
        if tokens is None:
            own = torch.zeros(len(phases), GRID * GRID, 160)
        else:
            grid = tokens.view(9, 2, GRID * GRID, -1)
            own = torch.stack([grid[p, t * 2 // FRAMES] for t in phases])
        images = images.to(device, memory_format=torch.channels_last)
        with torch.autocast(device, torch.bfloat16):
            logits = net.segmentation(images, own.to(device), phase.to(device))
        out.append(logits.float().argmax(1).to(torch.uint8).cpu().numpy())
    return np.stack(out)


def dice(a, b):
    """Of the classes 1 to 5; NaN where the truth has none."""
    rows = []
    for c in range(1, 6):
        x, y = a == c, b == c
        rows.append(2 * (x & y).sum() / (x.sum() + y.sum()) if y.sum() > 20 else np.nan)
    return rows


@torch.no_grad()
def validate(net, hearts, a, count):
    count = min(count, len(hearts))
    short, long, errors, blind = [], [], [], []
    for n in range(count):
        heart = hearts[n]
        planes, mask, geometry = inputs(heart)
        tokens, cls, plane = None, None, None
        if a.stage != "segment":
            with torch.autocast(a.device, torch.bfloat16):
                tokens, cls, plane = (v.float().cpu() for v in net.encoder(planes.to(a.device), mask.to(a.device), geometry.to(a.device)))
        if a.stage == "segment" or (a.stage == "joint" and a.frames):
            es = int(heart["curves"][:, 0].argmin())
            ed = int(heart["curves"][:, 0].argmax())
            which = np.flatnonzero(heart["mask"])
            drawn = segment(net, planes[0], None if tokens is None else tokens[0], which, [ed, es], a.device)
            for p, maps in zip(which, drawn):
                for t, m in zip((ed, es), maps):
                    (long if p < 3 else short).append(dice(m, heart["labels"][p, t]))
        if a.stage == "joint":
            own, stack = hearts.table(n)
            for facts, rows in ((features.measured(stack), errors), (np.zeros(features.M, np.float32), blind)):
                mean = net.phenotype(cls, plane, mask, torch.from_numpy(facts)[None])[0][0].numpy()
                rows.append(np.abs(mean - heart["truth"]))
    out = {}
    if short:
        out["dice_sax"] = [round(float(v), 3) for v in np.nanmean(short, 0)[:3]]
        out["dice_lax"] = [round(float(v), 3) for v in np.nanmean(long, 0)]
    if errors:
        for name, i in NAMED.items():
            out[name] = [round(float(np.mean([e[i] for e in rows])), 2) for rows in (errors, blind)]
    return out


