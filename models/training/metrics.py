"""Image measures of the evaluation: window [-1000, 1000] HU, data range 2000 HU, inside the field of view."""

import math

import numpy as np
from scipy import ndimage

BORDER = 8
LOW, HIGH, RANGE = -1000.0, 1000.0, 2000.0


def region(mask, border=BORDER):
    """Field of view less `border` voxels on every side, slices included."""
    m = mask.copy()
    m[:border] = m[-border:] = False
    inner = ndimage.distance_transform_edt(np.pad(m.any(0), 1))[1:-1, 1:-1] > border
    m &= inner[None]
    return m


def psnr(a, b, m):
    d = (np.clip(a, LOW, HIGH) - np.clip(b, LOW, HIGH))[m].astype(np.float64)
    return 10 * math.log10(RANGE**2 / max((d * d).mean(), 1e-9))


def ssim(a, b, m, sigma=1.5):
    """Wang et al. 2004 with a 3D Gaussian window, mean over m."""
    a, b = (np.clip(v, LOW, HIGH).astype(np.float32) for v in (a, b))
    g = lambda v: ndimage.gaussian_filter(v, sigma, truncate=3)  # noqa: E731
    ma, mb = g(a), g(b)
    va, vb, cov = g(a * a) - ma * ma, g(b * b) - mb * mb, g(a * b) - ma * mb
    c1, c2 = (0.01 * RANGE) ** 2, (0.03 * RANGE) ** 2
    s = ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
    return float(s[m].mean())


def mae(a, b, m):
    """Mean absolute error in HU, not windowed."""
    return float(np.abs(a - b)[m].mean())


TISSUE = {"lung": (-900, -600), "fat": (-140, -60), "muscle": (20, 90), "bone": (250, 1500)}


def bias(a, b, m, least=300):
    """Mean signed error (HU) in each tissue: voxels inside the body whose reference, smoothed over 3^3, lies in the
    tissue's range and varies little around them; None where fewer than `least` voxels qualify. The body is what is
    above -400 HU with its holes filled in each slice, eroded by two voxels: faint streaks in the air beside it are not lung."""
    mean = ndimage.uniform_filter(b.astype(np.float32), 3)
    spread = ndimage.maximum_filter(mean, 3) - ndimage.minimum_filter(mean, 3)
    flat = ndimage.generate_binary_structure(2, 1)[None]
    body = np.stack([ndimage.binary_fill_holes(v) for v in mean > -400])
    m = m & ndimage.binary_erosion(body, flat, iterations=2)
    out = {}
    for name, (lo, hi) in TISSUE.items():
        sel = m & (mean > lo) & (mean < hi) & (spread < (400 if name == "bone" else 120))
        out[name] = round(float((a - b)[sel].mean()), 2) if sel.sum() >= least else None
    return out


def gradient(a, b, m):
    """Mean gradient magnitude of a relative to b inside m (1 = same sharpness)."""
    mag = lambda v: np.sqrt(sum(np.gradient(v, axis=k) ** 2 for k in range(3)))  # noqa: E731
    return float(mag(a)[m].mean() / mag(b)[m].mean())
