"""Put a real CT on an object grid (HU), with augmentation: turn, tilt, scale, flip, shift."""

import math

import numpy as np
from scipy import ndimage

from ct_sources import load


def _rotation(turn, tilt):
    """3x3 in (z,y,x) order: turn about z, then tilt about x (rad)."""
    c, s = math.cos(turn), math.sin(turn)
    rz = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    c, s = math.cos(tilt), math.sin(tilt)
    rx = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    return rz @ rx


def body_centre(hu, spacing, z_mm):
    """Centroid (y,x) in mm from the array centre of everything above -300 HU within 20 mm of z_mm; 0 if empty."""
    z = (np.arange(hu.shape[0]) - (hu.shape[0] - 1) / 2) * spacing[0]
    sel = hu[np.abs(z - z_mm) < 20] if (np.abs(z - z_mm) < 20).any() else hu
    m = (sel > -300).mean(0)
    out = []
    for a in (0, 1):
        w = m.sum(1 - a)
        p = (np.arange(len(w)) - (len(w) - 1) / 2) * spacing[a + 1]
        out.append(float((w * p).sum() / max(w.sum(), 1e-6)))
    return out


def place(name, grid, rng=None, z_mm=0.0, extend=False, mirror=False):
    """HU float32 on `grid` (isotropic object grid). rng=None: no augmentation, body centred on the isocentre.

    extend: repeat the end slices beyond the scan (else air). mirror: fill the field by reflection (crops)."""
    hu, spacing = load(name)
    spacing = np.array(spacing)
    turn = tilt = 0.0
    scale, shift = 1.0, np.zeros(3)
    if rng is not None:
        turn, tilt = rng.normal(0, 0.17), rng.normal(0, 0.05)
        scale, shift = rng.uniform(0.9, 1.1), rng.normal(0, 8, 3)
        for axis in range(3):
            if rng.random() < 0.5:
                hu = np.flip(hu, axis)
    cy, cx = body_centre(hu, spacing, z_mm)
    nearest = "reflect" if mirror else "nearest"
    low = int(hu.min())
    if not mirror:
        pad = ((0, 0), (1, 1), (1, 1)) if extend else ((1, 1),) * 3
        hu = np.pad(hu, pad, constant_values=low)
    blur = 0.35 * grid.vx / spacing
    if (blur > 0.45).any():
        hu = ndimage.gaussian_filter(hu.astype(np.float32), np.where(blur > 0.45, blur, 0))
    # object voxel -> mm -> CT mm -> CT voxel, all in (z,y,x)
    rot = _rotation(turn, tilt) / scale
    to_mm = np.diag([grid.vz, grid.vx, grid.vx])
    first = np.array([grid.centre[2], grid.centre[1], grid.centre[0]]) - (np.array(grid.shape) - 1) / 2 * np.diag(to_mm)
    m = np.diag(1 / spacing) @ rot @ to_mm
    offset = (rot @ (first + shift) + np.array([z_mm, cy, cx])) / spacing + (np.array(hu.shape) - 1) / 2
    out = ndimage.affine_transform(hu.astype(np.float32), m, offset, grid.shape, order=1, mode=nearest)
    if rng is not None:
        out = np.where(out > -900, out + rng.normal(0, 10), out)
    return np.clip(out, -1000, 3000)


def trim(hu, grid, radius, rng=None):
    """Set everything outside a cylinder (or, with rng, a random ellipse inside it) of `radius` mm to air."""
    nz, ny, nx = grid.shape
    x = grid.centre[0] + (np.arange(nx) - (nx - 1) / 2) * grid.vx
    y = grid.centre[1] + (np.arange(ny) - (ny - 1) / 2) * grid.vx
    a, b = (radius, radius) if rng is None else (radius * rng.uniform(0.6, 1), radius * rng.uniform(0.5, 1))
    outside = np.hypot(x[None] / a, y[:, None] / b) > 1
    hu[:, outside] = -1000
    return hu
