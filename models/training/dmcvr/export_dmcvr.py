"""The graphs of models/dmcvr/CONTRACT.md from the checkpoints, checked against PyTorch in ONNX Runtime; large weights as fp16."""

import argparse
import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "heart"))

from export_heart import export, parity  # noqa: E402
from networks import MORPHOLOGY, SEMANTIC, Between, Contour, Denoise, Segment, Semantic  # noqa: E402

HERE = Path(__file__).resolve().parent
GRAPHS = {  # graph: (stage, state, network, inputs, outputs)
    "segment": ("segment", "segment", Segment, ["image"], ["logits", "morphology"]),
    "semantic": ("denoise", "semantic", Semantic, ["image"], ["z"]),
    "denoise": ("denoise", "denoise", Denoise, ["x", "t", "z", "morphology"], ["noise"]),
    "denoise-middle": ("middle", "denoise", Denoise, ["x", "t", "z", "morphology"], ["noise"]),
    "between": ("between", "between", Between, ["pair", "where"], ["image", "logits"]),
    "contour": ("contour", "contour", Contour, ["slices", "where"], ["logits"]),
}


def load(runs, graph):
    """The network of a graph with its averaged weights, rounded as the file stores them."""
    stage, state, kind, _, _ = GRAPHS[graph]
    net = kind()
    net.load_state_dict(torch.load(Path(runs) / f"{stage}.pt", weights_only=False)["ema"][state])
    with torch.no_grad():
        for q in net.parameters():
            if q.numel() >= 1024:
                q.copy_(q.half().float())
    return net.eval()


def sample(inputs):
    """Made-up inputs of the right shapes, two samples."""
    torch.manual_seed(0)
    shapes = {"image": None, "x": (2, 4, 48, 48), "z": (2, SEMANTIC), "morphology": (2, MORPHOLOGY, 6, 6), "pair": (2, 2, 96, 96)}
    made = []
    for name in inputs:
        if name == "t":
            made.append(torch.tensor([3.0, 700.0]))
        elif name == "where":
            made.append(torch.tensor([[0.5, 1.0], [0.25, 1.6]]))
        else:
            made.append(torch.randn(shapes[name]))
    return made


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--runs", required=True)
    p.add_argument("--out", default=str(HERE.parents[1] / "dmcvr" / "weights"))
    a = p.parse_args()
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    report = {}
    for graph, (stage, _, _, inputs, outputs) in GRAPHS.items():
        if not (Path(a.runs) / f"{stage}.pt").exists():
            continue
        net = load(a.runs, graph)
        if graph == "segment":
            args = (torch.randn(2, 1, 96, 96),)
        elif graph == "semantic":
            args = (torch.randn(2, 4, 48, 48),)
        elif graph == "contour":
            args = (torch.randn(2, 8, 96, 96), torch.tensor([[0.5, 1.0, 1.0, 0.0], [0.0, 0.8, 0.8, 0.8]]))
        else:
            args = tuple(sample(inputs))
        path = out / f"{graph}.onnx"
        export(net, args, path, inputs, outputs, batch=True)
        report[graph] = {"bytes": path.stat().st_size, "parity": parity(path, inputs, net, args)}
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
