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
        self.areas, self.tops = [], []
        self.refresh()

    def refresh(self):
        for path in sorted(self.folder.glob("[0-9]*.npz")):
            if path.name in self.seen:
                continue
            self.seen.add(path.name)
            got = np.load(path)
            self.images.append(got["images"]), self.labels.append(got["labels"])
            self.step = float(got["step"])
            lv = (got["labels"] == 1).sum((2, 3))
            self.areas.append(lv.sum(1).astype(float)), self.tops.append((lv > 0).argmax(1))

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

    def around(self, rng, count, gaps=(8, 13), ends=0.6, base=0.35):
        """What `contour` sees: images [N,8,96,96] (two slices before a place, two behind, at a phase; the same at the phase whose LV
        differs most, now and then at the same phase), there [N,4] (0: the stack ends before), labels [N,96,96] at the place, where
        [N,4]. A share `ends` of the places lies on one of the inner slices, a share `base` near the end of the LV."""
        images, there, labels, where = [], [], [], []
        while len(images) < count:
            i = int(rng.integers(len(self)))
            stack, n = self.images[i], self.images[i].shape[1]
            gap = int(rng.integers(int(np.ceil(gaps[0] / self.step)), int(gaps[1] / self.step) + 1))
            if gap >= n:
                continue
            t, low = int(rng.integers(3)), int(rng.integers(n - gap))
            if rng.random() < base:
                low = int(np.clip(self.tops[i][t] - rng.integers(-2, gap + 3), 0, n - gap - 1))
            k = low + (int(rng.integers(2)) * gap if rng.random() < ends else int(rng.integers(1, gap)))
            own = self.labels[i][t, k]
            if not own.any() and rng.random() < 0.6:
                continue
            other = t if rng.random() < 0.12 else int(np.argmax(np.abs(self.areas[i] - self.areas[i][t])))
            at = np.array([low - gap, low, low + gap, low + 2 * gap])
            inside = (at >= 0) & (at < n) & ~((np.arange(4) % 3 == 0) & (rng.random() < 0.1))
            clipped = np.clip(at, 0, n - 1)
            images.append(np.concatenate([stack[t, clipped], stack[other, clipped]])), there.append(inside), labels.append(own)
            mm = gap * self.step / 10
            where.append([(k - low) / gap, mm, mm * inside[0], mm * inside[3]])
        return (torch.from_numpy(np.stack(images)).float() / 255, torch.from_numpy(np.stack(there)).float(),
                torch.from_numpy(np.stack(labels)).long(), torch.tensor(np.array(where), dtype=torch.float32))


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


def breath(rng, n, c, amounts=(0.0, 0.7, 1.5, 3.5)):
    """Displacements of c slices each, float [n,c,2,3] for `warped`: sd drawn per sample from `amounts`, mm."""
    sd = rng.choice(amounts, (n, 1, 1)) / 2.0
    d = rng.normal(0, 1, (n, c, 2)) * sd * np.array([0.5, 0.85])
    theta = np.zeros((n, c, 2, 3))
    theta[..., 0, 0] = theta[..., 1, 1] = 1
    theta[..., 2] = 2 * d / SIZE
    return torch.from_numpy(theta).float()


def warped(images, theta):
    """Every channel of [n,c,96,96] displaced on its own; labels keep their classes."""
    n, c = images.shape[:2]
    grid = F.affine_grid(theta.reshape(n * c, 2, 3), (n * c, 1, SIZE, SIZE), align_corners=False)
    flat = images.reshape(n * c, 1, SIZE, SIZE)
    if images.is_floating_point():
        return F.grid_sample(flat, grid, padding_mode="border", align_corners=False).view(n, c, SIZE, SIZE)
    return F.grid_sample(flat.float(), grid, mode="nearest", align_corners=False).long().view(n, c, SIZE, SIZE)


def shifted(images, rng, labels=None):
    """Every channel displaced by its own breath-hold. With labels [N,C,96,96], both."""
    theta = breath(rng, *images.shape[:2])
    out = warped(images, theta)
    return out if labels is None else (out, warped(labels, theta))
