"""Write a checkpoint as ONNX (opset 17, fp32; the graph of fast_graph.py) and check it against PyTorch.

Contract: inputs y_xt float32[1,2,D,H,W] (channel 0 = y, 1 = x_t; axes z,y,x; scaled units), t float32[1];
output x0 float32[1,1,D,H,W]. D, H, W are dynamic, multiples of 8 (the application uses up to 160).
"""

import argparse
import hashlib
import json
import os

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import helper

from fast_graph import fast_model
from model import Denoiser, ExportForm


def load(path, which="ema"):
    """Checkpoint path -> (Denoiser in eval mode, checkpoint dict)."""
    ck = torch.load(path, map_location="cpu", weights_only=False)
    net = Denoiser(**ck["config"])
    net.load_state_dict(ck[which])
    return net.eval(), ck


def write(net, path, meta):
    """Export and stamp the model metadata (string -> string)."""
    m = fast_model(net)
    helper.set_model_props(m, {k: str(v) for k, v in meta.items()})
    onnx.checker.check_model(m)
    onnx.save(m, path)


def parity(net, path, seed=0):
    """Largest absolute difference PyTorch - onnxruntime (scaled units) over three shapes and four t.

    The shapes go through one, two and four blocks of slices, and depths that four does not divide.
    """
    sess = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    g = torch.Generator().manual_seed(seed)
    worst = 0.0
    for shape in ((64, 64, 64), (96, 16, 24), (40, 24, 32)):
        for t in (1.0, 0.75, 0.5, 0.125):
            x = torch.rand((1, 2, *shape), generator=g) * 1.4 - 1.0
            tt = torch.tensor([t])
            with torch.no_grad():
                ref = ExportForm(net)(x, tt).numpy()
            got = sess.run(["x0"], {"y_xt": x.numpy(), "t": tt.numpy()})[0]
            worst = max(worst, float(np.abs(ref - got).max()))
    return worst


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--checkpoint", help="training checkpoint; omit with --random for an untrained file")
    p.add_argument("--random", action="store_true", help="untrained weights with a perturbed last layer")
    p.add_argument("--out", required=True)
    p.add_argument("--role", default="default")
    a = p.parse_args()
    if a.random:
        torch.manual_seed(0)
        net, ck = Denoiser().eval(), {"step": 0, "stage": "random"}
        torch.nn.init.normal_(net.head.weight, std=1e-3)
    else:
        net, ck = load(a.checkpoint)
    os.makedirs(os.path.dirname(a.out) or ".", exist_ok=True)
    write(net, a.out, {"sparrow.role": a.role, "sparrow.step": ck["step"], "sparrow.stage": ck["stage"],
                       "sparrow.scale": "s=2*(clip(HU,-1000,2000)+1000)/3000-1"})
    diff = parity(net, a.out)
    blob = open(a.out, "rb").read()
    print(json.dumps({"file": os.path.basename(a.out), "bytes": len(blob), "step": ck["step"], "parity": diff,
                      "sha256": hashlib.sha256(blob).hexdigest()}))
    assert diff <= 1e-4, "PyTorch and onnxruntime disagree"
    assert len(blob) < 16 * 2**20, "file is over 16 MiB"


if __name__ == "__main__":
    main()
