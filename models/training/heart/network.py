"""The whole-heart networks: one encoder over all planes and frames, and its four heads.

Shapes, slots, classes and graphs: ../../whole-heart/CONTRACT.md. Masked autoencoding of nine cine planes follows
arXiv 2406.00329; geometry code, plane dropout, spread estimates and mask features are our own.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

PLANES, FRAMES, SIZE, MM = 9, 24, 96, 2.0
PATCH, DEPTH = 12, 12
GRID, TIMES = SIZE // PATCH, FRAMES // DEPTH
PER_PLANE = TIMES * GRID * GRID
TOKENS = PLANES * PER_PLANE
VALUES = DEPTH * PATCH * PATCH
CLASSES, PHENOTYPES, EMBEDDING = 6, 17, 128
SLOT_VIEW = (0, 1, 2, 3, 3, 3, 3, 3, 3)
BLOCKED = -1e4


def patchify(planes):
    """[B,9,24,96,96] -> [B,1152,1728], ordered plane, time patch, row, column."""
    b = planes.shape[0]
    x = planes.reshape(b, PLANES, TIMES, DEPTH, GRID, PATCH, GRID, PATCH)
    return x.permute(0, 1, 2, 4, 6, 3, 5, 7).reshape(b, TOKENS, VALUES)


def unpatchify(values):
    b = values.shape[0]
    x = values.reshape(b, PLANES, TIMES, GRID, GRID, DEPTH, PATCH, PATCH)
    return x.permute(0, 1, 2, 5, 3, 6, 4, 7).reshape(b, PLANES, FRAMES, SIZE, SIZE)


class Geometry(nn.Module):
    """Position code of every token from millimetres in the heart frame: random Fourier features of the patch's
    centre, plane normal, spacing, view and cycle phase. `ordinal` keeps slot, row, column and time alone (the paper's
    kind of code), for the ablation."""

    def __init__(self, width, ordinal=False, waves=32):
        super().__init__()
        self.ordinal = ordinal
        gen = torch.Generator().manual_seed(5)
        # Wavelengths from the whole field down to a patch.
        scale = 2 * math.pi / (400 * torch.pow(torch.tensor(24 / 400), torch.rand(1, waves, generator=gen)))
        way = F.normalize(torch.randn(3, waves, generator=gen), dim=0)
        self.register_buffer("waves", way * scale)
        at = (torch.arange(GRID) * PATCH + (PATCH - 1) / 2 - (SIZE - 1) / 2) * MM
        self.register_buffer("at", at)
        turn = 2 * math.pi * (torch.arange(TIMES) + 0.5) / TIMES
        self.register_buffer("turn", torch.stack([turn.cos(), turn.sin()], 1))
        self.views = nn.Embedding(4, width)
        self.slots = nn.Embedding(PLANES, width)
        self.code = nn.Sequential(nn.Linear(2 * waves + 5 + 2, width), nn.GELU(), nn.Linear(width, width))
        self.plane = nn.Sequential(nn.Linear(12, width), nn.GELU(), nn.Linear(width, width))

    def forward(self, geometry):
        """[B,9,12] -> codes of the tokens [B,1152,W] and of the planes [B,9,W]."""
        b = geometry.shape[0]
        if self.ordinal:
            geometry = self._numbered(geometry)
        centre, u, v = geometry[..., 0:3] * 100, geometry[..., 3:6], geometry[..., 6:9]
        rows = self.at.view(1, 1, GRID, 1, 1) * v.view(b, PLANES, 1, 1, 3)
        columns = self.at.view(1, 1, 1, GRID, 1) * u.view(b, PLANES, 1, 1, 3)
        point = centre.view(b, PLANES, 1, 1, 3) + rows + columns
        angle = torch.matmul(point, self.waves)
        ux, uy, uz = u[..., 0], u[..., 1], u[..., 2]
        vx, vy, vz = v[..., 0], v[..., 1], v[..., 2]
        normal = torch.stack([uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx], -1)
        facts = torch.cat([normal, geometry[..., 9:11]], -1).view(b, PLANES, 1, 1, 5)
        still = torch.cat([angle.cos(), angle.sin(), facts.expand(-1, -1, GRID, GRID, -1)], -1)
        still = still.unsqueeze(2).expand(-1, -1, TIMES, -1, -1, -1)
        turn = self.turn.view(1, 1, TIMES, 1, 1, 2).expand(b, PLANES, -1, GRID, GRID, -1)
        token = self.code(torch.cat([still, turn], -1))
        kind = self._kinds().view(1, PLANES, 1, 1, 1, -1)
        return (token + kind).reshape(b, TOKENS, -1), self.plane(geometry) + self._kinds().unsqueeze(0)

    def _kinds(self):
        view = torch.tensor(SLOT_VIEW, device=self.waves.device)
        kinds = self.views(view)
        return kinds + self.slots.weight if self.ordinal else kinds

    def _numbered(self, geometry):
        flat = torch.zeros_like(geometry)
        flat[..., 3], flat[..., 7] = 1, 1
        flat[..., 11] = geometry[..., 11]
        return flat


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x, bias):
        """x [B,N,W]; bias [B,1,1,N] is added to the attention of every query."""
        b, n, w = x.shape
        q, k, v = self.qkv(self.before(x)).reshape(b, n, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            near = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(w // self.heads) + bias, -1) @ v
        else:
            near = F.scaled_dot_product_attention(q, k, v, attn_mask=None if bias is None else bias.to(q.dtype))
        x = x + self.out(near.transpose(1, 2).reshape(b, n, w))
        return x + self.mlp(self.after(x))


class Encoder(nn.Module):
    def __init__(self, width=160, layers=6, heads=5, ordinal=False):
        super().__init__()
        self.embed = nn.Linear(VALUES, width)
        self.geometry = Geometry(width, ordinal)
        self.cls = nn.Parameter(torch.zeros(1, 1, width))
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        nn.init.normal_(self.cls, std=0.02)

    def forward(self, planes, mask, geometry):
        """-> tokens [B,1152,W], class [B,W], plane tokens [B,9,W]. Absent planes are seen by nobody."""
        code, plane = self.geometry(geometry)
        return self.run(self.embed(patchify(planes)) + code, mask.repeat_interleave(PER_PLANE, 1), plane, mask)

    def run(self, x, seen, plane, mask):
        """Any set of tokens x [B,N,W] with `seen` [B,N]."""
        b = x.shape[0]
        x = torch.cat([self.cls.expand(b, -1, -1), plane, x], 1)
        seen = torch.cat([torch.ones_like(mask[:, :1]), mask, seen], 1)
        bias = ((1 - seen) * BLOCKED).view(b, 1, 1, -1)
        for block in self.blocks:
            x = block(x, bias)
        x = self.norm(x)
        return x[:, 10:], x[:, 0], x[:, 1:10]

    def visible(self, planes, mask, geometry, keep):
        """Masked pass: only the tokens `keep` [B,V] (indices; those of absent planes do not count)."""
        code, plane = self.geometry(geometry)
        at = keep.unsqueeze(-1)
        values = torch.gather(patchify(planes), 1, at.expand(-1, -1, VALUES))
        x = self.embed(values) + torch.gather(code, 1, at.expand(-1, -1, code.shape[-1]))
        seen = torch.gather(mask.repeat_interleave(PER_PLANE, 1), 1, keep)
        return self.run(x, seen, plane, mask)


class Decoder(nn.Module):
    """Rebuilds every token of every plane from the visible ones."""

    def __init__(self, encoder_width=160, width=96, layers=2, heads=3, ordinal=False):
        super().__init__()
        self.enter = nn.Linear(encoder_width, width)
        self.geometry = Geometry(width, ordinal)
        self.hidden = nn.Parameter(torch.zeros(1, 1, width))
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, VALUES)
        nn.init.constant_(self.out.bias, -1.7)  # most of a picture is dark

    def forward(self, tokens, shown, geometry):
        """tokens [B,1152,W]; shown [B,1152]: 1 where the token was visible. -> [B,1152,1728] logits."""
        shown = shown.unsqueeze(-1)
        code, _ = self.geometry(geometry)
        x = self.enter(tokens) * shown + self.hidden * (1 - shown) + code
        bias = torch.zeros(x.shape[0], 1, 1, x.shape[1], device=x.device, dtype=x.dtype)
        for block in self.blocks:
            x = block(x, bias)
        return self.out(self.norm(x))


class Reconstruction(nn.Module):
    """The graph of the application: tokens of a full pass to all nine planes."""

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, tokens, mask, geometry):
        return unpatchify(torch.sigmoid(self.decoder(tokens, mask.repeat_interleave(PER_PLANE, 1), geometry)))


def conv(i, o, stride=1):
    return nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.GroupNorm(8, o), nn.SiLU())


class Segmentation(nn.Module):
    """One frame with its neighbours, the plane's tokens at the bottom, image skips at 96, 48 and 24."""

    def __init__(self, width=160, c=(32, 64, 96, 128)):
        super().__init__()
        self.e0 = nn.Sequential(conv(3, c[0]), conv(c[0], c[0]))
        self.e1 = nn.Sequential(conv(c[0], c[1], 2), conv(c[1], c[1]))
        self.e2 = nn.Sequential(conv(c[1], c[2], 2), conv(c[2], c[2]))
        self.e3 = nn.Sequential(conv(c[2], c[3], 2), conv(c[3], c[3]))
        self.tokens = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, c[3]))
        self.phase = nn.Linear(2, c[3])
        self.mid = nn.Sequential(conv(c[3], c[3]), conv(c[3], c[3]))
        self.n2, self.n1, self.n0 = nn.Conv2d(c[3], c[2], 1), nn.Conv2d(c[2], c[1], 1), nn.Conv2d(c[1], c[0], 1)
        self.d2 = nn.Sequential(conv(2 * c[2], c[2]), conv(c[2], c[2]))
        self.d1 = nn.Sequential(conv(2 * c[1], c[1]), conv(c[1], c[1]))
        self.d0 = nn.Sequential(conv(2 * c[0], c[0]), conv(c[0], c[0]))
        self.out = nn.Conv2d(c[0], CLASSES, 1)

    def forward(self, images, tokens, phase):
        """images [B,3,96,96]; tokens [B,64,W]; phase [B,2] -> logits [B,6,96,96]."""
        a = self.e0(images)
        b = self.e1(a)
        c = self.e2(b)
        d = self.e3(c)
        grid = self.tokens(tokens).transpose(1, 2).reshape(-1, d.shape[1], GRID, GRID)
        grid = F.interpolate(grid, size=(SIZE // 8, SIZE // 8), mode="bilinear", align_corners=False)
        x = self.mid(d + grid + self.phase(phase)[:, :, None, None])
        x = self.d2(torch.cat([F.interpolate(self.n2(x), scale_factor=2.0, mode="nearest"), c], 1))
        x = self.d1(torch.cat([F.interpolate(self.n1(x), scale_factor=2.0, mode="nearest"), b], 1))
        x = self.d0(torch.cat([F.interpolate(self.n0(x), scale_factor=2.0, mode="nearest"), a], 1))
        return self.out(x)


class Phenotype(nn.Module):
    """All numbers, their spread, the left ventricle's curve and the embedding, from tokens and mask features.

    The buffers `mean`, `sd` (targets) and `feature_mean`, `feature_sd` (mask features) are set before training.
    """

    def __init__(self, features, width=160, hidden=256):
        super().__init__()
        for name, size in (("mean", PHENOTYPES), ("sd", PHENOTYPES), ("feature_mean", features), ("feature_sd", features)):
            self.register_buffer(name, torch.ones(size) if name.endswith("sd") else torch.zeros(size))
        self.register_buffer("curve_mean", torch.tensor(130.0))
        self.register_buffer("curve_sd", torch.tensor(70.0))
        inputs = 2 * width + PLANES + features + 1
        self.tokens = nn.LayerNorm(2 * width)
        self.trunk = nn.Sequential(nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU())
        self.skip = nn.Linear(features + 1, PHENOTYPES + FRAMES)
        self.value = nn.Linear(hidden, PHENOTYPES + FRAMES)
        self.spread = nn.Linear(hidden, PHENOTYPES)
        self.embed = nn.Linear(hidden, EMBEDDING)

    def forward(self, cls, plane_tokens, mask, measured):
        """-> mean [B,17], log variance [B,17] in physical units, curve [B,24] mL, embedding [B,128]."""
        value, spread, curve, embedding = self.scaled(cls, plane_tokens, mask, measured)
        return (value * self.sd + self.mean, spread + 2 * torch.log(self.sd),
                curve * self.curve_sd + self.curve_mean, embedding)

    def scaled(self, cls, plane_tokens, mask, measured):
        present = mask.unsqueeze(-1)
        pooled = (plane_tokens * present).sum(1) / present.sum(1).clamp(min=1)
        # All zeros: no masks at hand.
        given = (measured.abs().sum(1, keepdim=True) > 0).to(measured.dtype)
        facts = torch.cat([((measured - self.feature_mean) / self.feature_sd).clamp(-6, 6) * given, given], 1)
        hidden = self.trunk(torch.cat([self.tokens(torch.cat([cls, pooled], 1)), mask, facts], 1))
        out = self.value(hidden) + self.skip(facts)
        spread = self.spread(hidden).clamp(-6, 3)
        return out[:, :PHENOTYPES], spread, out[:, PHENOTYPES:], F.normalize(self.embed(hidden), dim=1)


class Heart(nn.Module):
    def __init__(self, features, ordinal=False):
        super().__init__()
        self.encoder, self.decoder = Encoder(ordinal=ordinal), Decoder(ordinal=ordinal)
        self.segmentation, self.phenotype = Segmentation(), Phenotype(features)
