"""What each idea of the network buys: the same short joint training with one thing changed, measured on validation hearts.

Every variant starts from nothing and takes the same number of steps of the same batches (`train_heart.py --stage joint --frames 0`:
encoder, decoder and phenotype head; mask features come from true labels with noise). Measured per variant:
ef, edv      mean error of the head with mask features; `efTokens`: without them, from tokens alone
efNoLax      EF error with the long-axis planes turned off
cosine       of the embeddings with and without one long-axis plane
rebuilt      error of a plane rebuilt from the others, as a share of the error of its own mean grey per patch
Appends rows of kind "ablation" to recorded.json. These are short runs: they rank ideas, they are not the shipped network.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import features
from dataset import Hearts, only
from network import PER_PLANE, Heart, patchify
from validation import inputs

EF, EDV = 3, 0
VARIANTS = {
    "baseline: mask .75": [],
    "slot numbers for geometry": ["--ordinal"],
    "no plane dropout": ["--no-drop"],
    "loss on all tokens": ["--all-loss"],
    "short axis alone": ["--sax-only"],
    "no mask features": ["--no-masks"],
    "mask .5": ["--mask", "0.5"],
    "mask .9": ["--mask", "0.9"],
}


def train(name, flags, a):
    """The checkpoint of a variant after exactly `a.steps` steps; kept when it is there."""
    out = "ablation-" + "".join(c if c.isalnum() else "-" for c in name)
    path = Path(a.runs) / f"{out}.pt"
    if not path.exists() or torch.load(path, weights_only=False)["step"] < a.steps:
        command = [sys.executable, "train_heart.py", "--stage", "joint", "--frames", "0", "--steps", str(a.steps), "--minutes", "600",
                   "--batch", "4", "--lr", "8e-4", "--ema", "0.98", "--seed", "5", "--threads", str(a.threads), "--out", out,
                   "--data", a.data, "--val", a.val, "--runs", a.runs, "--log", str(Path(a.runs) / "ablations.csv"), *flags]
        subprocess.run(command, check=True)
    return torch.load(path, weights_only=False)


@torch.no_grad()
def measure(got, flags, hearts, count):
    """Means over validation hearts, with their standard errors."""
    net = Heart(features.M, "--ordinal" in flags)
    net.load_state_dict(got["ema"])
    net.eval()
    rows = []
    for n in range(min(count, len(hearts))):
        heart = hearts[n]
        base = heart["mask"].copy()
        if "--sax-only" in flags:
            base[:3] = 0
        own, _ = hearts.table(n)
        slots = [s for s in range(3, 9) if heart["mask"][s] > 0]

        def head(mask, facts=True):
            planes, keep, geometry = inputs(heart, mask)
            tokens, cls, plane = net.encoder(planes, keep, geometry)
            table = features.measured(only(own, mask, slots)) if facts else np.zeros(features.M, np.float32)
            mean, _, _, embedding = net.phenotype(cls, plane, keep, torch.from_numpy(table)[None])
            return mean[0].numpy(), embedding[0]

        plain = "--no-masks" not in flags
        mean, embedding = head(base, plain)
        blind, _ = head(base, False)
        row = {"ef": abs(mean[EF] - heart["truth"][EF]), "edv": abs(mean[EDV] - heart["truth"][EDV]),
               "efTokens": abs(blind[EF] - heart["truth"][EF])}
        without = base.copy()
        without[:3] = 0
        row["efNoLax"] = abs(head(without, plain)[0][EF] - heart["truth"][EF])
        lax = [p for p in range(3) if base[p] > 0]
        if lax:
            one = base.copy()
            one[lax[n % len(lax)]] = 0
            row["cosine"] = float(F.cosine_similarity(embedding, head(one, plain)[1], dim=0))
        hidden = int(np.flatnonzero(base)[n % int(base.sum())])
        row["rebuilt"] = rebuilt(net, heart, base, hidden)
        rows.append(row)
    out = {}
    for name in ("ef", "edv", "efTokens", "efNoLax", "cosine", "rebuilt"):
        values = np.array([r[name] for r in rows if name in r])
        if len(values):
            out[name] = round(float(values.mean()), 3)
            out[f"{name}Se"] = round(float(values.std() / np.sqrt(len(values))), 3)
    return {"hearts": len(rows), **out}


def rebuilt(net, heart, base, hidden):
    mask = base.copy()
    mask[hidden] = 0
    planes, keep, geometry = inputs(heart, mask)
    full, _, where = inputs(heart, base)
    tokens, _, _ = net.encoder(planes, keep, geometry)
    shown = keep.repeat_interleave(PER_PLANE, 1)
    cut = slice(hidden * PER_PLANE, (hidden + 1) * PER_PLANE)
    got = torch.sigmoid(net.decoder(tokens, shown, where))[:, cut]
    want = patchify(full)[:, cut]
    return float((got - want).square().mean() / (want - want.mean(-1, keepdim=True)).square().mean())


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "val", "runs", "out"):
        p.add_argument(f"--{name}", required=True)
    p.add_argument("--steps", type=int, default=120)
    p.add_argument("--count", type=int, default=100)
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    hearts = Hearts(a.val)
    path = Path(a.out)
    for name, flags in VARIANTS.items():
        got = train(name, flags, a)
        row = {"kind": "ablation", "name": name, "steps": a.steps, "trainHearts": got["hearts"], **measure(got, flags, hearts, a.count)}
        print(row, flush=True)
        known = json.loads(path.read_text()) if path.exists() else {"rows": []}
        known["rows"] = [r for r in known["rows"] if (r["kind"], r["name"]) != ("ablation", name)] + [row]
        path.write_text(json.dumps(known, indent=2) + "\n")


if __name__ == "__main__":
    main()
