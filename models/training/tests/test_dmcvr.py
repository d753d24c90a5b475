"""Phantom stacks and the loop of DMCVR against closed forms."""

import sys
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "dmcvr"), str(HERE.parent / "heart")]

from networks import Denoise, Segment, Semantic, alpha_bar, to_depth, to_space  # noqa: E402
from sampling import decode, invert, slerp, steps_of  # noqa: E402
from slabs import SEEDS, sparse_case  # noqa: E402


def gaussian(mean, sd):
    """The best denoiser of slices that are N(mean, sd^2) in every pixel."""
    bar = alpha_bar()

    def eps(x, t, z, m):
        a = float(bar[int(t[0])])
        hat = mean + np.sqrt(a) * sd**2 / (a * sd**2 + 1 - a) * (x - np.sqrt(a) * mean)
        return (x - np.sqrt(a) * hat) / np.sqrt(1 - a)

    return eps


def test_depth_and_back():
    x = torch.arange(2 * 3 * 8 * 8, dtype=torch.float32).view(2, 3, 8, 8)
    deep = to_depth(x)
    assert deep.shape == (2, 12, 4, 4)
    assert float(deep[1, 2 * 4 + 2 * 1 + 0, 2, 3]) == float(x[1, 2, 5, 6])
    assert torch.equal(to_space(deep), x)


def test_steps():
    for count in (2, 10, 20, 50, 100):
        t = steps_of(count)
        assert t[0] == 0 and t[-1] == 999 and len(set(t)) == count + 1


def test_inversion_is_undone_by_decoding():
    torch.manual_seed(1)
    clean = 0.3 + 0.2 * torch.randn(1, 4, 48, 48).clamp(-2, 2)
    eps = gaussian(0.3, 0.2)
    noise = invert(eps, clean, None, None, 50)
    assert abs(float(noise.std()) - 1) < 0.15
    back = decode(eps, noise, None, None, 50)
    assert float((back - clean).square().mean()) < 1e-6
    rough = decode(eps, invert(eps, clean, None, None, 50, 0), None, None, 50)
    assert float((rough - clean).square().mean()) > 1e-4


def test_slerp_ends_norm_and_angle_of_nought():
    torch.manual_seed(2)
    a, b = torch.randn(4, 48, 48), 1.1 * torch.randn(4, 48, 48)
    assert torch.allclose(slerp(a, b, 0.0), a, atol=1e-5) and torch.allclose(slerp(a, b, 1.0), b, atol=1e-5)
    assert abs(float(slerp(a, b, 0.5).norm() / (a.norm() + b.norm()) * 2) - 1) < 1e-5
    assert torch.allclose(slerp(a, a, 0.3), a, atol=1e-5)


def test_shapes_of_the_networks():
    logits, m = Segment()(torch.randn(2, 1, 96, 96))
    z = Semantic()(torch.randn(2, 4, 48, 48))
    assert logits.shape == (2, 4, 96, 96) and m.shape == (2, 64, 6, 6) and z.shape == (2, 128)
    assert Denoise()(torch.randn(2, 4, 48, 48), torch.tensor([0.0, 999.0]), z, m).shape == (2, 4, 48, 48)


def test_thin_labels_hold_the_volume_and_slabs_repeat():
    meta, arrays = sparse_case(SEEDS["val"] + 3, "val", 10.0, 0.0)
    ml = (arrays["fine-labels"] == 1).sum((1, 2, 3)) * 2.0**3 / 1000
    for got, want in zip(ml, (meta["truth"]["lvEdvMl"], meta["truth"]["lvEsvMl"])):
        assert abs(got / want - 1) < 0.06
    again = sparse_case(SEEDS["val"] + 3, "val", 10.0, 0.0)[1]
    assert all(np.array_equal(arrays[k], again[k]) for k in arrays)
    assert arrays["slices"].shape[1] == meta["slices"] and arrays["middles"].shape[1] == meta["slices"] - 1
