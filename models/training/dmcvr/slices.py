"""Training slices in memory, and what may happen to them: turns, shifts, tone, shade, noise; triples of neighbours."""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from networks import SIZE


class Slices:
    """Fine stacks of a folder: images, labels uint8 [3,n,96,96] each. `refresh` takes in what was written since."""

    def __init__(self, folder):
        self.folder, self.seen = Path(folder), set()
        self.images, self.labels, self.step = [], [], 3.0
        self.refresh()

    def refresh(self):
        for path in sorted(self.folder.glob("[0-9]*.npz")):
            if path.name in self.seen:
                continue
            self.seen.add(path.name)
            got = np.load(path)
            self.images.append(got["images"]), self.labels.append(got["labels"])
            self.step = float(got["step"])

    def __len__(self):
        return len(self.images)

    def single(self, rng, count):
        """`count` random slices: images float [N,1,96,96] in 0..1, labels [N,96,96]."""
        rows = []
        for _ in range(count):
            i = int(rng.integers(len(self)))
            t, k = int(rng.integers(3)), int(rng.integers(self.images[i].shape[1]))
            rows.append((self.images[i][t, k], self.labels[i][t, k]))
        images, labels = (np.stack(x) for x in zip(*rows))
        return torch.from_numpy(images)[:, None].float() / 255, torch.from_numpy(labels).long()

    def triples(self, rng, count, gaps=(8, 21), ends=0.0):
        """`count` pairs of neighbours with the true slice between: images [N,3,96,96] (below, true, above), labels of the same
        [N,3,96,96], where [N,2] (share, gap / 10 mm). Slices without any heart are rare among them. A share `ends` of them names one of the
        pair itself instead of a slice between."""
        images, labels, where = [], [], []
        while len(images) < count:
            i = int(rng.integers(len(self)))
            stack = self.images[i]
            gap = int(rng.integers(int(np.ceil(gaps[0] / self.step)), int(gaps[1] / self.step) + 1))
            if gap >= stack.shape[1]:
                continue
            t, low = int(rng.integers(3)), int(rng.integers(stack.shape[1] - gap))
            k = low + (int(rng.integers(2)) * gap if ends and rng.random() < ends else int(rng.integers(1, gap)))
            at = [low, k, low + gap]
            own = self.labels[i][t, at]
            if not own.any() and rng.random() < 0.8:
                continue
            images.append(stack[t, at]), labels.append(own), where.append([(k - low) / gap, gap * self.step / 10])
        return (torch.from_numpy(np.stack(images)).float() / 255, torch.from_numpy(np.stack(labels)).long(),
                torch.tensor(where, dtype=torch.float32))


def looks(images, rng):
    """Another look of the same slices (channels share it): tone, gain, shade, blur, noise. Values 0..1."""
    n, c = images.shape[:2]
    pick = lambda lo, hi: torch.from_numpy(rng.uniform(lo, hi, (n, 1, 1, 1)).astype(np.float32))
    out = images.clamp(0, 1) ** torch.exp(0.35 * torch.from_numpy(rng.normal(size=(n, 1, 1, 1)).astype(np.float32)))
    out = out * pick(0.7, 1.25) + pick(-0.03, 0.05)
    shade = F.interpolate(torch.from_numpy(rng.normal(0, 0.15, (n, 1, 3, 3)).astype(np.float32)), size=(SIZE, SIZE), mode="bilinear", align_corners=True)
    out = out * torch.exp(shade)
    sd = torch.from_numpy((rng.uniform(0, 0.035, (n, 1, 1, 1)) * (rng.random((n, 1, 1, 1)) < 0.5)).astype(np.float32))
    return (out + sd * torch.randn(n, c, SIZE, SIZE)).clamp(0, 1)


def moved(images, labels, rng, turn=0.25, size=0.12, shift=8.0):
    """Turned, scaled, shifted slices (all channels of a sample alike); labels [N,C,96,96] or None."""
    n = len(images)
    a, s = rng.normal(0, turn, n), np.exp(rng.normal(0, size, n))
    d = rng.normal(0, shift / 96, (n, 2))
    c, b = np.cos(a) * s, np.sin(a) * s
    theta = np.stack([c, -b, d[:, 0], b, c, d[:, 1]], 1).reshape(n, 2, 3)
    grid = F.affine_grid(torch.from_numpy(theta).float(), (n, 1, SIZE, SIZE), align_corners=False)
    images = F.grid_sample(images, grid, padding_mode="reflection", align_corners=False)
    if labels is None:
        return images, None
    return images, F.grid_sample(labels.float(), grid, mode="nearest", align_corners=False).long()


def shifted(images, rng, amounts=(0.0, 0.7, 1.5, 3.5), labels=None):
    """Every channel displaced by its own breath-hold: sd drawn per sample from `amounts`, mm. With labels [N,C,96,96], both."""
    n, c = images.shape[:2]
    sd = rng.choice(amounts, (n, 1, 1)) / 2.0
    d = rng.normal(0, 1, (n, c, 2)) * sd * np.array([0.5, 0.85])
    theta = np.zeros((n * c, 2, 3))
    theta[:, 0, 0] = theta[:, 1, 1] = 1
    theta[:, :, 2] = 2 * d.reshape(-1, 2) / SIZE
    grid = F.affine_grid(torch.from_numpy(theta).float(), (n * c, 1, SIZE, SIZE), align_corners=False)
    flat = lambda x: x.reshape(n * c, 1, SIZE, SIZE)
    out = F.grid_sample(flat(images), grid, padding_mode="border", align_corners=False).view(n, c, SIZE, SIZE)
    if labels is None:
        return out
    turned = F.grid_sample(flat(labels).float(), grid, mode="nearest", align_corners=False)
    return out, turned.long().view(n, c, SIZE, SIZE)
