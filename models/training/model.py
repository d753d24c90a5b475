"""Time-conditioned 3D residual U-Net that predicts the clean volume.

Input  y, x_t : float [B,1,D,H,W], scaled units s = 2*(HU+1000)/3000 - 1; D, H, W multiples of 8.
       t      : float [B], fraction in (0,1]; 1 = fully degraded (the sparse-view FDK), 0 = clean.
Output x0     : float [B,1,D,H,W] = x_t + residual.

Design for a CPU: the stem halves the resolution (4^3 kernel, stride 2) so that the widest convolutions run at
1/2 resolution; the head is a depth-to-space rearrangement, so no convolution ever runs at full resolution.
There is no normalisation layer: a tile's output then does not depend on tile statistics, which would show as
seams. Every residual block starts as the identity (its last convolution is zero) instead.

The forward process x_t = (1-t) x + t y + t*eps*n is that of InDI (arXiv 2303.11435) carried to volumes as in
MInDI-3D (arXiv 2508.09616). The layer layout is our own: the abstract of the latter gives none.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


class TimeEmbedding(nn.Module):
    """t [B] -> [B, dim]: 32 log-spaced frequencies (sine and cosine) of 1000*t, then a two-layer MLP."""

    def __init__(self, dim=128, freqs=32):
        super().__init__()
        self.register_buffer("omega", torch.exp(-math.log(10000.0) * torch.arange(freqs) / freqs), persistent=False)
        self.mlp = nn.Sequential(nn.Linear(2 * freqs, dim), nn.SiLU(), nn.Linear(dim, dim), nn.SiLU())

    def forward(self, t):
        phase = (t.float() * 1000.0).unsqueeze(1) * self.omega.unsqueeze(0)
        return self.mlp(torch.cat([phase.sin(), phase.cos()], 1))


class ResBlock(nn.Module):
    """h + conv(SiLU(FiLM(conv(SiLU(h)), t))); scale and shift come from the time embedding."""

    def __init__(self, width, embed):
        super().__init__()
        self.conv1 = nn.Conv3d(width, width, 3, padding=1)
        self.conv2 = nn.Conv3d(width, width, 3, padding=1)
        self.film = nn.Linear(embed, 2 * width)
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)

    def forward(self, h, emb):
        scale, shift = self.film(emb)[:, :, None, None, None].to(h.dtype).chunk(2, 1)
        u = self.conv1(F.silu(h))
        u = u * (1 + scale) + shift
        return h + self.conv2(F.silu(u))


def depth_to_space(h):
    """[B,8,D,H,W] -> [B,1,2D,2H,2W]; channel index = 4*dz + 2*dy + dx."""
    b, _, d, hh, w = h.shape
    h = h.reshape(b, 2, 2, 2, d, hh, w).permute(0, 4, 1, 5, 2, 6, 3)
    return h.reshape(b, 1, 2 * d, 2 * hh, 2 * w)


class Denoiser(nn.Module):
    """U-Net over resolutions 1/2, 1/4, 1/8 with `blocks` residual blocks on each side of each level."""

    def __init__(self, widths=(48, 96, 128), blocks=(1, 1, 2), embed=128):
        super().__init__()
        self.config = {"widths": list(widths), "blocks": list(blocks), "embed": embed}
        a, b, c = widths
        self.time = TimeEmbedding(embed)
        self.stem = nn.Conv3d(2, a, 4, stride=2, padding=1)
        self.enc1 = nn.ModuleList(ResBlock(a, embed) for _ in range(blocks[0]))
        self.down1 = nn.Conv3d(a, b, 2, stride=2)
        self.enc2 = nn.ModuleList(ResBlock(b, embed) for _ in range(blocks[1]))
        self.down2 = nn.Conv3d(b, c, 2, stride=2)
        self.mid = nn.ModuleList(ResBlock(c, embed) for _ in range(blocks[2]))
        self.up2 = nn.Conv3d(c, b, 1)
        self.dec2 = nn.ModuleList(ResBlock(b, embed) for _ in range(blocks[1]))
        self.up1 = nn.Conv3d(b, a, 1)
        self.dec1 = nn.ModuleList(ResBlock(a, embed) for _ in range(blocks[0]))
        self.head = nn.Conv3d(a, 8, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, y, xt, t):
        emb = self.time(t)
        h1 = self.stem(torch.cat([y, xt], 1))
        for block in self.enc1:
            h1 = block(h1, emb)
        h2 = self.down1(h1)
        for block in self.enc2:
            h2 = block(h2, emb)
        h = self.down2(h2)
        for block in self.mid:
            h = block(h, emb)
        h = h2 + F.interpolate(self.up2(h), scale_factor=2.0, mode="nearest")
        for block in self.dec2:
            h = block(h, emb)
        h = h1 + F.interpolate(self.up1(h), scale_factor=2.0, mode="nearest")
        for block in self.dec1:
            h = block(h, emb)
        return xt + depth_to_space(self.head(F.silu(h)).float())


class ExportForm(nn.Module):
    """The call the application makes: (y_xt [1,2,D,H,W], t [1]) -> x0 [1,1,D,H,W]."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, y_xt, t):
        return self.net(y_xt[:, :1], y_xt[:, 1:], t)
