"""The four graphs of CONTRACT.md from a checkpoint, checked against PyTorch in ONNX Runtime; weights are stored as fp16 in
files that stay under 16 MiB, and computed in fp32."""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

import features
from network import GRID, PHENOTYPES, Heart, Reconstruction


class Head(nn.Module):
    def __init__(self, head, scale):
        super().__init__()
        self.head = head
        self.register_buffer("widen", 2 * torch.log(torch.as_tensor(scale, dtype=torch.float32)))

    def forward(self, cls, plane_tokens, mask, measured):
        mean, spread, curve, embedding = self.head(cls, plane_tokens, mask, measured)
        return mean, spread + self.widen, curve, embedding


def halve(model):
    """Large initialisers as fp16 with a Cast in front of their use."""
    graph = model.graph
    casts = []
    for k, tensor in enumerate(list(graph.initializer)):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < 1024:
            continue
        value = numpy_helper.to_array(tensor)
        small = numpy_helper.from_array(value.astype(np.float16), f"half{k}")
        graph.initializer.remove(tensor)
        graph.initializer.append(small)
        casts.append(helper.make_node("Cast", [small.name], [tensor.name], name=f"widen{k}", to=TensorProto.FLOAT))
    for node in reversed(casts):
        graph.node.insert(0, node)
    return model


def export(module, args, path, inputs, outputs, batch=False):
    axes = {n: {0: "B"} for n in inputs + outputs} if batch else None
    torch.onnx.export(module, args, str(path), opset_version=17, dynamo=False, input_names=inputs, output_names=outputs,
                      dynamic_axes=axes, do_constant_folding=True)
    model = halve(onnx.load(str(path)))
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def parity(path, inputs, module, args):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    got = session.run(None, {n: a.numpy() for n, a in zip(inputs, args)})
    with torch.no_grad():
        want = module(*args)
    want = want if isinstance(want, tuple) else (want,)
    return [float(np.abs(g - w.numpy()).max()) for g, w in zip(got, want)]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--head", help="checkpoint of the head stage; its own when left out")
    p.add_argument("--scale", help="JSON list: spread scale of each phenotype (calibrate.py)")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    net = Heart(features.M)
    net.load_state_dict(torch.load(a.checkpoint, weights_only=False)["ema"])
    if a.head:
        net.phenotype.load_state_dict(torch.load(a.head, weights_only=False))
    # The stored weights are fp16: round them first, so that parity compares like with like.
    with torch.no_grad():
        for q in net.parameters():
            if q.numel() >= 1024:
                q.copy_(q.half().float())
    net.eval()
    scale = json.loads(Path(a.scale).read_text())["scale"] if a.scale else [1.0] * PHENOTYPES
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    planes, mask, geometry = torch.rand(1, 9, 24, 96, 96), torch.ones(1, 9), 0.3 * torch.randn(1, 9, 12)
    tokens, cls, plane = (v.detach() for v in net.encoder(planes, mask, geometry))
    frames, own, phase = torch.rand(2, 3, 96, 96), torch.randn(2, GRID * GRID, 160), torch.randn(2, 2)
    measured = torch.rand(1, features.M)
    report = {}
    for name, module, args, inputs, outputs, batch in (
        ("encoder", net.encoder, (planes, mask, geometry), ["planes", "plane_mask", "geometry"], ["tokens", "class", "plane_tokens"], False),
        ("segmentation", net.segmentation, (frames, own, phase), ["images", "tokens", "phase"], ["logits"], True),
        ("phenotype", Head(net.phenotype, scale), (cls, plane, mask, measured), ["class", "plane_tokens", "plane_mask", "measured"],
         ["mean", "log_variance", "lv_curve", "embedding"], False),
        ("reconstruction", Reconstruction(net.decoder), (tokens, mask, geometry), ["tokens", "plane_mask", "geometry"], ["planes"], False),
    ):
        path = out / f"{name}.onnx"
        export(module.eval(), args, path, inputs, outputs, batch)
        report[name] = {"bytes": path.stat().st_size, "parity": parity(path, inputs, module, args)}
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
