"""The networks of models/dmcvr/CONTRACT.md: segmentation, semantic encoder, denoiser, the direct rival `between`, and `contour`."""

import math

import torch
from torch import nn
from torch.nn import functional as F

CLASSES, SIZE, MORPHOLOGY, SEMANTIC, STEPS = 4, 96, 64, 128, 1000
GROUPS = 8


class Norm(nn.Module):
    """Group norm, exported as layer normalisation over [N, groups, K]: runs everywhere and as fast."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        if not torch.onnx.is_in_onnx_export():
            return F.group_norm(x, GROUPS, self.weight.to(x.dtype), self.bias.to(x.dtype))
        c, h, w = (int(v) for v in x.shape[1:])
        flat = x.reshape(-1, GROUPS, c // GROUPS * h * w)
        flat = F.layer_norm(flat, (c // GROUPS * h * w,))
        return flat.reshape(-1, c, h, w) * self.weight.view(1, -1, 1, 1) + self.bias.view(1, -1, 1, 1)


def double(i, o, stride=1):
    return nn.Sequential(nn.Conv2d(i, o, 3, stride, 1), Norm(o), nn.SiLU(), nn.Conv2d(o, o, 3, 1, 1), Norm(o), nn.SiLU())


def up(x):
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


def to_depth(x):
    """[N,C,2h,2w] -> [N,4C,h,w]: channel 4 c + 2 a + b holds row 2 i + a, column 2 j + b."""
    c, h, w = (int(v) for v in x.shape[1:])
    return x.reshape(-1, c, h // 2, 2, w // 2, 2).permute(0, 1, 3, 5, 2, 4).reshape(-1, 4 * c, h // 2, w // 2)


def to_space(x):
    """The way back."""
    c, h, w = (int(v) for v in x.shape[1:])
    return x.reshape(-1, c // 4, 2, 2, h, w).permute(0, 1, 4, 2, 5, 3).reshape(-1, c // 4, 2 * h, 2 * w)


class Segment(nn.Module):
    """Plain U-Net on the space-to-depth picture; its deepest map, squeezed by tanh, is the morphology code."""

    def __init__(self, c=(32, 48, 64, 96)):
        super().__init__()
        self.down = nn.ModuleList(double(i, o, s) for i, o, s in zip((4, *c[:-1]), c, (1, 2, 2, 2)))
        self.squeeze = nn.Conv2d(c[-1], MORPHOLOGY, 1)
        self.enter = nn.Conv2d(MORPHOLOGY, c[-1], 1)
        self.narrow = nn.ModuleList(nn.Conv2d(c[k + 1], c[k], 1) for k in (2, 1, 0))
        self.up = nn.ModuleList(double(2 * c[k], c[k]) for k in (2, 1, 0))
        self.out = nn.Conv2d(c[0], 4 * CLASSES, 3, 1, 1)

    def forward(self, image):
        skips, x = [], to_depth(image)
        for block in self.down:
            x = block(x)
            skips.append(x)
        morphology = torch.tanh(self.squeeze(x))
        x = x + self.enter(morphology)
        for narrow, block, skip in zip(self.narrow, self.up, skips[-2::-1]):
            x = block(torch.cat([up(narrow(x)), skip], 1))
        return to_space(self.out(x)), morphology


class Semantic(nn.Module):
    """Global code z of a slice, trained only through the denoiser."""

    def __init__(self, c=(32, 64, 96, 128)):
        super().__init__()
        self.body = nn.Sequential(*(double(i, o, s) for i, o, s in zip((4, *c[:-1]), c, (1, 2, 2, 2))))
        self.out = nn.Linear(c[-1], SEMANTIC)

    def forward(self, image):
        return self.out(self.body(image).mean((2, 3)))


class Residual(nn.Module):
    """Norm, scale and shift by the time, scale by z, convolution; the last convolution starts at zero."""

    def __init__(self, i, o, time):
        super().__init__()
        self.first = nn.Sequential(Norm(i), nn.SiLU(), nn.Conv2d(i, o, 3, 1, 1))
        self.norm = Norm(o)
        self.time, self.z = nn.Linear(time, 2 * o), nn.Linear(SEMANTIC, o)
        self.last = nn.Conv2d(o, o, 3, 1, 1)
        self.skip = nn.Identity() if i == o else nn.Conv2d(i, o, 1)
        nn.init.zeros_(self.last.weight), nn.init.zeros_(self.last.bias)

    def forward(self, x, time, z):
        h = self.norm(self.first(x))
        scale, shift = self.time(time).chunk(2, 1)
        h = h * (1 + scale[:, :, None, None]) + shift[:, :, None, None]
        h = h * (1 + self.z(z)[:, :, None, None])
        return self.skip(x) + self.last(F.silu(h))


class Attention(nn.Module):
    def __init__(self, channels, heads=4):
        super().__init__()
        self.heads, self.norm = heads, Norm(channels)
        self.qkv, self.out = nn.Conv2d(channels, 3 * channels, 1), nn.Conv2d(channels, channels, 1)
        nn.init.zeros_(self.out.weight), nn.init.zeros_(self.out.bias)

    def forward(self, x):
        c, h, w = (int(v) for v in x.shape[1:])
        q, k, v = self.qkv(self.norm(x)).reshape(-1, 3, self.heads, c // self.heads, h * w).unbind(1)
        near = torch.softmax(q.transpose(-1, -2) @ k / math.sqrt(c // self.heads), -1)
        return x + self.out((v @ near.transpose(-1, -2)).reshape(-1, c, h, w))


class Denoise(nn.Module):
    """Noise of x_t given z (scales every block) and the morphology map (joined at the deepest level)."""

    def __init__(self, c=(32, 64, 96, 128), time=128):
        super().__init__()
        self.register_buffer("rates", torch.exp(-math.log(10000) * torch.arange(32) / 32))
        self.clock = nn.Sequential(nn.Linear(64, time), nn.SiLU(), nn.Linear(time, time))
        self.enter = nn.Conv2d(4, c[0], 3, 1, 1)
        self.down = nn.ModuleList(Residual(i, o, time) for i, o in zip((c[0], *c[:-1]), c))
        self.halve = nn.ModuleList(nn.Conv2d(o, o, 3, 2, 1) for o in c[:-1])
        self.near = nn.ModuleList([Attention(c[2]), Attention(c[3])])
        self.morphology = nn.Conv2d(MORPHOLOGY, c[3], 3, 1, 1)
        self.join, self.middle = nn.Conv2d(2 * c[3], c[3], 1), Residual(c[3], c[3], time)
        self.narrow = nn.ModuleList(nn.Conv2d(c[k + 1], c[k], 1) for k in (2, 1, 0))
        self.up = nn.ModuleList(Residual(2 * c[k], c[k], time) for k in (2, 1, 0))
        self.out = nn.Sequential(Norm(c[0]), nn.SiLU(), nn.Conv2d(c[0], 4, 3, 1, 1))
        nn.init.zeros_(self.out[2].weight), nn.init.zeros_(self.out[2].bias)

    def forward(self, x, t, z, morphology):
        turn = t[:, None] * self.rates[None]
        time = F.silu(self.clock(torch.cat([turn.sin(), turn.cos()], 1)))
        x, skips = self.enter(x), []
        for k, block in enumerate(self.down):
            x = block(x, time, z)
            if k >= 2:
                x = self.near[k - 2](x)
            skips.append(x)
            if k < 3:
                x = self.halve[k](x)
        x = self.middle(self.join(torch.cat([x, self.morphology(morphology)], 1)), time, z)
        for narrow, block, skip in zip(self.narrow, self.up, skips[-2::-1]):
            x = block(torch.cat([up(narrow(x)), skip], 1), time, z)
        return self.out(x)


class Between(nn.Module):
    """The rival: a slice from its two neighbours in one pass, as a change of their mix, and its labels."""

    def __init__(self, c=(32, 64, 96, 128)):
        super().__init__()
        self.place = nn.Sequential(nn.Linear(2, 32), nn.SiLU(), nn.Linear(32, c[0]))
        self.enter = nn.Conv2d(12, c[0], 3, 1, 1)
        self.down = nn.ModuleList(double(i, o, s) for i, o, s in zip((c[0], *c[:-1]), c, (1, 2, 2, 2)))
        self.narrow = nn.ModuleList(nn.Conv2d(c[k + 1], c[k], 1) for k in (2, 1, 0))
        self.up = nn.ModuleList(double(2 * c[k], c[k]) for k in (2, 1, 0))
        self.out = nn.Conv2d(c[0], 4 + 4 * CLASSES, 3, 1, 1)
        nn.init.zeros_(self.out.weight), nn.init.zeros_(self.out.bias)

    def forward(self, pair, where):
        share = where[:, 0].view(-1, 1, 1, 1)
        mix = pair[:, :1] * (1 - share) + pair[:, 1:] * share
        x = self.enter(to_depth(torch.cat([pair, mix], 1))) + self.place(where)[:, :, None, None]
        skips = []
        for block in self.down:
            x = block(x)
            skips.append(x)
        for narrow, block, skip in zip(self.narrow, self.up, skips[-2::-1]):
            x = block(torch.cat([up(narrow(x)), skip], 1))
        out = to_space(self.out(x))
        return mix + out[:, :1], out[:, 1:]


class Contour(nn.Module):
    """Labels at a place between two neighbours, or on one of them, from four slices at two phases.

    slices [N,8,96,96]: two before, two behind, at the phase asked for, then the same at the phase that differs most; a slice that is
    not there is 0. where [N,4]: share, then the gap between the inner two, to the outer one before and to the one behind, / 10 mm
    (0: none)."""

    def __init__(self, c=(32, 64, 96, 128)):
        super().__init__()
        self.place = nn.Sequential(nn.Linear(4, 32), nn.SiLU(), nn.Linear(32, c[0]))
        self.enter = nn.Conv2d(36, c[0], 3, 1, 1)
        self.down = nn.ModuleList(double(i, o, s) for i, o, s in zip((c[0], *c[:-1]), c, (1, 2, 2, 2)))
        self.narrow = nn.ModuleList(nn.Conv2d(c[k + 1], c[k], 1) for k in (2, 1, 0))
        self.up = nn.ModuleList(double(2 * c[k], c[k]) for k in (2, 1, 0))
        self.out = nn.Conv2d(c[0], 4 * CLASSES, 3, 1, 1)

    def begin(self, between):
        """Starts from the weights of a trained `between`, which knew the inner two slices at one phase."""
        own, known = self.state_dict(), between.state_dict()
        for name, value in known.items():
            if own[name].shape == value.shape:
                own[name].copy_(value)
        own["place.0.weight"].zero_()[:, :2] = known["place.0.weight"]
        enter = own["enter.weight"].zero_()
        enter[:, 4:12], enter[:, 32:36] = known["enter.weight"][:, :8], known["enter.weight"][:, 8:]
        own["out.weight"].copy_(known["out.weight"][4:]), own["out.bias"].copy_(known["out.bias"][4:])

    def forward(self, slices, where):
        share = where[:, 0].view(-1, 1, 1, 1)
        mix = slices[:, 1:2] * (1 - share) + slices[:, 2:3] * share
        x = self.enter(to_depth(torch.cat([slices, mix], 1))) + self.place(where)[:, :, None, None]
        skips = []
        for block in self.down:
            x = block(x)
            skips.append(x)
        for narrow, block, skip in zip(self.narrow, self.up, skips[-2::-1]):
            x = block(torch.cat([up(narrow(x)), skip], 1))
        return to_space(self.out(x))


def alpha_bar():
    """float64 [1000], linear beta."""
    return torch.cumprod(1 - torch.linspace(1e-4, 0.02, STEPS, dtype=torch.float64), 0)
