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

def haar_matrix():
    """Orthonormal 8x8 Haar transform of a 2^3 cell (rows = bands, first the mean; columns = 4*dz + 2*dy + dx)."""
    h = torch.tensor([[1.0, 1.0], [1.0, -1.0]]) / math.sqrt(2.0)
    return torch.kron(torch.kron(h, h), h)


MEAN_GAIN, DETAIL_GAIN, OUT_GAIN, OFFSET = 1.5, 8.0, 16.0, 0.4  # tissue contrast and streaks of order 1 in the bands
class ChannelNorm(nn.Module):
    """Layer normalisation over the channels of each voxel: no statistic depends on the tile."""

    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1, width, 1, 1, 1))
        self.bias = nn.Parameter(torch.zeros(1, width, 1, 1, 1))

    def forward(self, h):
        if not torch.onnx.is_in_onnx_export():
            w, b = self.weight.flatten().to(h.dtype), self.bias.flatten().to(h.dtype)
            return F.layer_norm(h.permute(0, 2, 3, 4, 1), (h.shape[1],), w, b, 1e-4).permute(0, 4, 1, 2, 3)
        h = h - h.mean(1, keepdim=True)
        return h * torch.rsqrt((h * h).mean(1, keepdim=True) + 1e-4) * self.weight + self.bias


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
        self.norm1, self.norm2 = ChannelNorm(width), ChannelNorm(width)
        self.conv1 = nn.Conv3d(width, width, 3, padding=1)
        self.conv2 = nn.Conv3d(width, width, 3, padding=1)
        self.film = nn.Linear(embed, 2 * width)
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)

    def forward(self, h, emb):
        scale, shift = self.film(emb)[:, :, None, None, None].to(h.dtype).chunk(2, 1)
        u = self.conv1(F.silu(self.norm1(h)))
        u = self.norm2(u) * (1 + scale) + shift
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
        h = haar_matrix()
        gain = torch.full((8, 1), DETAIL_GAIN)
        gain[0] = MEAN_GAIN
        split = torch.zeros(24, 2, 2, 2, 2)  # bands of y, of x_t, and of their difference at a higher gain
        split[:8, 0] = split[8:16, 1] = (h * gain).view(8, 2, 2, 2)
        split[16:, 0] = (h * DETAIL_GAIN).view(8, 2, 2, 2)
        split[16:, 1] = -split[16:, 0]
        self.register_buffer("split", split, persistent=False)
        self.register_buffer("merge", (h.t() / OUT_GAIN).reshape(8, 8, 1, 1, 1).contiguous(), persistent=False)
        self.stem = nn.Conv3d(24, a, 3, padding=1)
        self.enc1 = nn.ModuleList(ResBlock(a, embed) for _ in range(blocks[0]))
        self.down1 = nn.Conv3d(a, b, 2, stride=2)
        self.enc2 = nn.ModuleList(ResBlock(b, embed) for _ in range(blocks[1]))
        self.down2 = nn.Conv3d(b, c, 2, stride=2)
        self.mid = nn.ModuleList(ResBlock(c, embed) for _ in range(blocks[2]))
        self.up2 = nn.Conv3d(c, b, 1)
        self.dec2 = nn.ModuleList(ResBlock(b, embed) for _ in range(blocks[1]))
        self.up1 = nn.Conv3d(b, a, 1)
        self.dec1 = nn.ModuleList(ResBlock(a, embed) for _ in range(blocks[0]))
        self.last = ChannelNorm(a)
        self.head = nn.Conv3d(a, 8, 3, padding=1)
        for m in self.modules():
            if isinstance(m, nn.Conv3d):
                nn.init.kaiming_normal_(m.weight, nonlinearity="linear" if m.kernel_size[0] < 3 else "relu")
                nn.init.zeros_(m.bias)
            if isinstance(m, ResBlock):
                nn.init.zeros_(m.conv2.weight)
        nn.init.zeros_(self.head.weight)

    def forward(self, y, xt, t):
        emb = self.time(t)
        h1 = self.stem(F.conv3d(torch.cat([y, xt], 1) + OFFSET, self.split, stride=2))
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
        return xt + depth_to_space(F.conv3d(self.head(F.silu(self.last(h))).float(), self.merge))


class ExportForm(nn.Module):
    """The call the application makes: (y_xt [1,2,D,H,W], t [1]) -> x0 [1,1,D,H,W]."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, y_xt, t):
        return self.net(y_xt[:, :1], y_xt[:, 1:], t)
