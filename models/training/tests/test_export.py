"""The graph made for speed computes what the network computes."""

import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from export_onnx import parity, write  # noqa: E402
from model import Denoiser  # noqa: E402


def test_graph_equals_network(tmp_path):
    torch.manual_seed(1)
    net = Denoiser(widths=(16, 32, 48), blocks=(1, 2, 1)).eval()
    for weight in net.parameters():  # none of them zero or one, as many are before training
        weight.data += 0.05 * torch.randn_like(weight)
    path = str(tmp_path / "net.onnx")
    write(net, path, {"sparrow.step": 3})
    assert parity(net, path) <= 1e-4
