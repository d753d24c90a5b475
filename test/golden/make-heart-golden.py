"""Writes heart-parity.json: what PyTorch makes of one made-up input with the weights of models/whole-heart.

    python make-heart-golden.py --checkpoint joint.pt [--head head.pt]

heart-parity.test.ts then runs the graphs in the application and compares. Weights are rounded to fp16 as the export does.
Run it again whenever card.json names new weights (needs numpy and torch).
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "models/training/heart"))
import features  # noqa: E402
from network import GRID, Heart, Reconstruction  # noqa: E402

ROLES = ("encoder", "segmentation", "phenotype", "reconstruction")
PIXELS = 24 * 96 * 96
FRAMES = [(2, 0), (5, 13)]  # slot, phase
ABSENT = 1
SOME = 977  # every so many-th value of the reconstruction


def usual(slot):
    """models/whole-heart/usual-geometry.ts, present."""
    if slot >= 3:
        return [0, 0, (-40 + 16 * (slot - 3)) / 100, -1, 0, 0, 0, 1, 0, 0.75, 0.8, 1]
    a, s = np.radians([90, -48, 0][slot]), [-1, 1, -1][slot]
    return [0, 0, -0.15, s * np.cos(a), s * np.sin(a), 0, 0, 0, -1, 0.75, 0.8, 1]


def picture():
    """Integers alone, so that both sides paint the same: discs that grow and shrink, in a weave."""
    n = np.arange(9 * PIXELS, dtype=np.int64)
    x, y, t, p = n % 96, n // 96 % 96, n // 9216 % 24, n // PIXELS
    r2 = (x - 48) ** 2 + (y - 44) ** 2
    size = 300 + 12 * np.abs(t - 9) + 20 * p
    return np.where(r2 < size, 215, np.where(r2 < size + 500, 80, 30 + (x * 7 + y * 3 + t) % 40)).astype(np.uint8)


def weights_hash():
    joined = "".join(hashlib.sha256((ROOT / f"models/whole-heart/weights/{r}.onnx").read_bytes()).hexdigest() for r in ROLES)
    return hashlib.sha256(joined.encode()).hexdigest()


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--head")
    a = p.parse_args()
    net = Heart(features.M)
    net.load_state_dict(torch.load(a.checkpoint, weights_only=False, map_location="cpu")["ema"])
    if a.head:
        net.phenotype.load_state_dict(torch.load(a.head, weights_only=False))
    with torch.no_grad():
        for q in net.parameters():
            if q.numel() >= 1024:
                q.copy_(q.half().float())
    net.eval()
    mask = torch.ones(1, 9)
    mask[0, ABSENT] = 0
    planes = torch.from_numpy(picture().astype(np.float32) / 255).view(1, 9, 24, 96, 96)
    every = torch.tensor([usual(s) for s in range(9)], dtype=torch.float32)[None]
    measured = torch.tensor([[(n * 5 % 17) / 12 for n in range(features.M)]])
    with torch.no_grad():
        tokens, cls, plane = net.encoder(planes * mask[:, :, None, None, None], mask, every * mask[:, :, None])
        mean, log_variance, curve, embedding = net.phenotype(cls, plane, mask, measured)
        drawn = Reconstruction(net.decoder)(tokens, mask, every)
        grid = tokens.view(9, 2, GRID * GRID, -1)
        images = torch.stack([planes[0, s, [(t - 1) % 24, t, (t + 1) % 24]] for s, t in FRAMES])
        own = torch.stack([grid[s, t * 2 // 24] for s, t in FRAMES])
        turn = torch.tensor([2 * np.pi * t / 24 for _, t in FRAMES])
        labels = net.segmentation(images, own, torch.stack([turn.cos(), turn.sin()], 1).float()).argmax(1).to(torch.uint8).numpy()
    rounded = lambda v: [round(float(x), 6) for x in np.asarray(v).ravel()]
    (HERE / "heart-parity.json").write_text(json.dumps({
        "weightsSha256": weights_hash(), "absent": ABSENT, "frames": FRAMES, "some": SOME, "class": rounded(cls), "mean": rounded(mean),
        "logVariance": rounded(log_variance), "lvCurve": rounded(curve), "embedding": rounded(embedding),
        "drawn": rounded(drawn.numpy().ravel()[::SOME]), "labels": [base64.b64encode(m.tobytes()).decode() for m in labels]},
        separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
