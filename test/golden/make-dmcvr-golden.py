"""Writes dmcvr-parity.json: what PyTorch makes of two made-up slices with the weights of models/dmcvr.

    python make-dmcvr-golden.py --runs FOLDER

dmcvr-parity.test.ts runs the same in the application and compares. Weights are rounded to fp16 as the export does. Run it again
whenever card.json names new weights (needs numpy and torch).
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
sys.path.insert(0, str(ROOT / "models/training/dmcvr"))
from export_dmcvr import GRAPHS, load  # noqa: E402
from networks import to_depth, to_space  # noqa: E402
from sampling import decode, encode, slerp  # noqa: E402

STEPS, SHARE, SOME = 10, 0.25, 37


def picture(k):
    """Integers alone, so that both sides paint the same: a ring in a weave, larger in the second slice."""
    n = np.arange(96 * 96, dtype=np.int64)
    x, y = n % 96, n // 96
    r2 = (x - 47 - 2 * k) ** 2 + (y - 45) ** 2
    return np.where(r2 < 220 + 160 * k, 190, np.where(r2 < 560 + 200 * k, 70, 25 + (x * 7 + y * 3) % 40)).astype(np.uint8)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--runs", required=True)
    a = p.parse_args()
    torch.set_num_threads(1)
    nets = {graph: load(a.runs, graph) for graph in GRAPHS}
    slices = torch.from_numpy(np.stack([picture(0), picture(1)]).astype(np.float32) / 255 * 2 - 1).view(2, 1, 96, 96)
    logits, m, z, noise = encode(nets, slices, STEPS)
    mix = lambda v: v[:1] * (1 - SHARE) + v[1:] * SHARE
    made = to_space(decode(nets["denoise"], slerp(noise[0], noise[1], SHARE)[None], mix(z), mix(m), STEPS))
    back = to_space(decode(nets["denoise"], noise[:1], z[:1], m[:1], STEPS))
    with torch.no_grad():
        direct, scores = nets["between"](slices.view(1, 2, 96, 96), torch.tensor([[SHARE, 1.0]]))
        seen = torch.zeros(1, 8, 96, 96)
        seen[0, 1], seen[0, 2], seen[0, 5], seen[0, 6] = slices[0, 0], slices[1, 0], slices[1, 0], slices[0, 0]
        traced = nets["contour"](seen, torch.tensor([[SHARE, 1.0, 0.0, 0.0]])).argmax(1)
        one = lambda net: net(to_depth(slices), torch.tensor([20.0, 600.0]), z, m)
        eps, eps_middle = one(nets["denoise"]), one(nets["denoise-middle"])
    some = lambda v: [round(float(x), 6) for x in np.asarray(v.detach()).ravel()[::SOME]]
    joined = "".join(hashlib.sha256((ROOT / f"models/dmcvr/weights/{g}.onnx").read_bytes()).hexdigest() for g in GRAPHS)
    (HERE / "dmcvr-parity.json").write_text(json.dumps({
        "weightsSha256": hashlib.sha256(joined.encode()).hexdigest(), "steps": STEPS, "share": SHARE, "some": SOME, "eps": some(eps),
        "epsMiddle": some(eps_middle), "z": [round(float(x), 6) for x in z.ravel()], "noise": some(noise), "made": some(made),
        "redecoded": some(back), "between": some(direct), "scores": some(scores),
        "contours": base64.b64encode(traced.to(torch.uint8).numpy().tobytes()).decode(),
        "labels": base64.b64encode(logits.argmax(1).to(torch.uint8).numpy().tobytes()).decode()}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
