"""Limits of the quality flags from validation hearts, and the bank of training embeddings: thresholds.json, bank.bin."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

import features
from dataset import Hearts, only
from fit_head import Predicted, stack
from network import FRAMES, SIZE, Phenotype, Reconstruction
from predict import load
from validation import inputs

NEAREST = 5


def correlation(a, b):
    a, b = a.ravel() - a.mean(), b.ravel() - b.mean()
    return float(a @ b / (np.sqrt((a @ a) * (b @ b)) + 1e-9))


@torch.no_grad()
def leave_out(net, head, heart, row):
    """For every present slot: 1 - correlation of its reconstruction from the rest, and the change of EF without it."""
    planes, mask, geometry = inputs(heart)
    rebuild = Reconstruction(net.decoder)
    error, change = np.full(9, np.nan), np.full(9, np.nan)
    whole = None
    for slot in [-1, *np.flatnonzero(heart["mask"])]:
        kept = heart["mask"].copy()
        if slot >= 0:
            kept[slot] = 0
        fewer, keep, where = inputs(heart, kept)
        with torch.autocast("cpu", torch.bfloat16):
            tokens, cls, plane = (v.float() for v in net.encoder(fewer, keep, where))
        facts = torch.from_numpy(features.measured(only(row["table"], kept, row["slots"])))[None]
        ef = float(head(cls, plane, keep, facts)[0][0, 3])
        if slot < 0:
            whole = ef
            continue
        change[slot] = abs(ef - whole)
        rebuilt = rebuild(tokens, keep, geometry)[0, slot].numpy()
        error[slot] = 1 - correlation(rebuilt.reshape(FRAMES, SIZE, SIZE), planes[0, slot].numpy())
    return error, change


def main():
    p = argparse.ArgumentParser(description=__doc__)
    for name in ("--checkpoint", "--head", "--data", "--predictions", "--val", "--val-predictions", "--out"):
        p.add_argument(name, required=True)
    p.add_argument("--hearts", type=int, default=60)
    p.add_argument("--bank", type=int, default=2000)
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    net = load(a.checkpoint)
    head = Phenotype(features.M)
    head.load_state_dict(torch.load(a.head, weights_only=False))
    train, val = Predicted(a.data, a.predictions), Predicted(a.val, a.val_predictions)

    def embed(data):
        with torch.no_grad():
            return head(*stack([data.view(n, 0) for n in range(len(data))]))[3].numpy()

    bank, asked = embed(train)[: a.bank], embed(val)
    distance = np.sort(1 - asked @ bank.T, 1)[:, NEAREST - 1]
    hearts = Hearts(a.val)
    rows = [leave_out(net, head, hearts[n], val.rows[n]) for n in range(min(a.hearts, len(val)))]
    errors, changes = np.stack([r[0] for r in rows]), np.stack([r[1] for r in rows])
    truth = Hearts(a.data).numbers("truth")
    low, high = np.percentile(truth, [0.5, 99.5], axis=0)
    out = Path(a.out)
    bank.astype("<f4").tofile(out / "bank.bin")
    (out / "thresholds.json").write_text(json.dumps({
        "embedding": {"k": NEAREST, "limit": float(np.percentile(distance, 99))},
        "planeError": [round(float(v), 4) for v in np.nanpercentile(errors, 99, axis=0)],
        "planeErrorMedian": [round(float(v), 4) for v in np.nanmedian(errors, axis=0)],
        "withoutPlaneEf": round(float(np.nanpercentile(changes, 99)), 2),
        "plausible": {"lvEdvMl": [float(low[0]), float(high[0])], "lvMassG": [float(low[4]), float(high[4])]},
    }, indent=1))
    print((out / "thresholds.json").read_text())


if __name__ == "__main__":
    main()
