"""Circular cone-beam geometry: the one convention used by every script here and by its TypeScript twin.

World axes (mm, origin = isocentre, DICOM patient directions): x to the patient's left, y to the posterior,
z to the head. The rotation axis is z.
Volume: array [nz, ny, nx], isotropic in-plane voxel `vx`, slice pitch `vz`; the centre of voxel (k, j, i) lies at
    x = cx + (i - (nx-1)/2)*vx,  y = cy + (j - (ny-1)/2)*vx,  z = cz + (k - (nz-1)/2)*vz.
Source at angle b (rad): S = SAD * (sin b, -cos b, 0): b = 0 is anterior, b grows towards the patient's left.
Detector: flat, through D = -(SDD-SAD) * (sin b, -cos b, 0), perpendicular to the central ray;
column axis u = (cos b, sin b, 0) (the direction in which the source moves), row axis v = (0, 0, 1).
Pixel (c, r) is centred at u = u0 + (c - (nu-1)/2)*du (u0: lateral shift of the panel, half fan), v = (r - (nv-1)/2)*dv; du, dv are measured ON THE PANEL.
A point (x, y, z) lands at  U = SAD - (x sin b - y cos b),  u = SDD*(x cos b + y sin b)/U,  v = SDD*z/U.
Dense scan: N_dense views, b_i = start + 2*pi*i/N_dense; the sparse scan keeps every (N_dense/N_sparse)-th view.
"""

import math
from dataclasses import dataclass, field

import numpy as np

MU_WATER = 0.0206  # 1/mm, mu = MU_WATER * (1 + HU/1000)


@dataclass
class Geometry:
    """Scanner (mm, radians) and detector. `beta` is float32 [nview]."""

    nu: int
    nv: int
    du: float
    dv: float
    beta: np.ndarray = field(repr=False)
    sad: float = 1000.0
    sdd: float = 1500.0
    u0: float = 0.0

    def subset(self, index):
        """The same scanner with only the views in `index`."""
        return Geometry(self.nu, self.nv, self.du, self.dv, self.beta[index].copy(), self.sad, self.sdd, self.u0)


@dataclass
class Grid:
    """Reconstruction or object grid: shape (nz, ny, nx), voxel vx (x and y) and vz in mm, centre (x, y, z) in mm."""

    shape: tuple
    vx: float
    vz: float
    centre: tuple = (0.0, 0.0, 0.0)


def angles(n, start=0.0):
    """float32 [n], full turn."""
    return (start + 2 * math.pi * np.arange(n) / n).astype(np.float32)


def sparse_index(n_dense, n_sparse):
    """Indices of the kept views: floor(i * n_dense / n_sparse), i < n_sparse (exact stride when it divides)."""
    return (np.arange(n_sparse) * n_dense) // n_sparse


def covering_detector(grid, pixels_u, beta, sad=1000.0, sdd=1500.0, margin=1.02, cover=1.0, coverz=1.0, half_fan=0):
    """A centred detector with square pixels whose fan covers `cover` times the in-plane radius of `grid`
    and whose height covers the full slice range on the axis times `coverz`. half_fan = +1 or -1: a panel of about 0.6 times
    that width, shifted along u so that one edge covers the radius and the other a little more than the axis."""
    nz, ny, nx = grid.shape
    radius = 0.5 * min(nx, ny) * grid.vx * cover
    half = sdd * math.tan(math.asin(radius / sad)) * margin
    du = 2 * half / pixels_u
    halfz = 0.5 * nz * grid.vz * coverz * sdd / (sad - radius)
    nv = int(math.ceil(2 * halfz / du / 16)) * 16
    if half_fan:
        nu = int(math.ceil(0.575 * pixels_u / 16)) * 16
        return Geometry(nu, nv, du, du, beta, sad, sdd, half_fan * (half - 0.5 * nu * du))
    return Geometry(pixels_u, nv, du, du, beta, sad, sdd)


def fov_mask(grid, geo):
    """bool [nz,ny,nx]: voxels whose projection lies on the detector in every view (cylinder with conical ends)."""
    nz, ny, nx = grid.shape
    x = grid.centre[0] + (np.arange(nx) - (nx - 1) / 2) * grid.vx
    y = grid.centre[1] + (np.arange(ny) - (ny - 1) / 2) * grid.vx
    z = grid.centre[2] + (np.arange(nz) - (nz - 1) / 2) * grid.vz
    r = np.sqrt(x[None, :] ** 2 + y[:, None] ** 2)
    rmax = geo.sad * math.sin(math.atan((abs(geo.u0) + 0.5 * (geo.nu - 1) * geo.du) / geo.sdd))
    zmax = 0.5 * (geo.nv - 1) * geo.dv * (geo.sad - r) / geo.sdd
    inside = (r <= rmax) & (r <= 0.5 * min(nx, ny) * grid.vx)
    return inside[None] & (np.abs(z)[:, None, None] <= zmax[None])
