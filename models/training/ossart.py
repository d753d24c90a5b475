"""OS-SART with a total-variation step: the classical baseline that a learned method has to beat.

Each ordered subset is updated by normalised back-projected residuals, then TV is lowered by Chambolle's dual
projection (J Math Imaging Vis 20:89, 2004) once an iteration with weight `lam` (HU).
"""

import numpy as np

from geometry import MU_WATER, Grid
from kernels import backproject, project


def tv_denoise(v, lam, iterations=12):
    """argmin_u 0.5 |u-v|^2 + lam TV(u), v [z,y,x]."""
    p = np.zeros((3, *v.shape), np.float32)
    div = np.zeros_like(v)
    for _ in range(iterations):
        g = div - v / lam
        grad = np.zeros_like(p)
        grad[0, :-1], grad[1, :, :-1], grad[2, :, :, :-1] = np.diff(g, axis=0), np.diff(g, axis=1), np.diff(g, axis=2)
        grad *= 0.16
        p = (p + grad) / (1 + np.sqrt((grad**2).sum(0)))
        div = p.sum(0)
        div[1:] -= p[0, :-1]
        div[:, 1:] -= p[1, :, :-1]
        div[:, :, 1:] -= p[2, :, :, :-1]
    return v - lam * div


def subset_order(subsets):
    """The order in which the subsets are used: steps of the golden section, so that neighbours in time lie far apart."""
    return np.argsort((np.arange(subsets) * 0.6180339887498949) % 1, kind="stable")


def os_sart_tv(line, grid, geo, lam, iterations=12, subsets=10, relax=0.9, decay=0.95, start=None, watch=None):
    """Measured line integrals [view,nu,nv] -> HU [z,y,x]; lam in HU (0 = no TV); start: HU to begin with (else vacuum);
    watch(iteration from 1, HU) is called after each iteration."""
    n = len(geo.beta)
    order = [np.arange(s, n, subsets) for s in subset_order(subsets)]
    vol = np.zeros(grid.shape, np.float32)
    if start is not None:
        vol = np.maximum((start / 1000 + 1) * MU_WATER, 0).astype(np.float32)
    ones = np.ones(grid.shape, np.float32)
    parts = []
    for index in order:
        g = geo.subset(index)
        length = project(ones, grid, g)
        weight = np.where(length > 2 * grid.vx, 1 / np.maximum(length, 2 * grid.vx), 0).astype(np.float32)
        column = np.maximum(backproject(np.ones_like(length), grid, g), 0.2 * len(index))
        parts.append((g, np.ascontiguousarray(line[index], np.float32), weight, column))
    for it in range(iterations):
        for g, meas, weight, column in parts:
            vol += relax * decay**it * backproject((meas - project(vol, grid, g)) * weight, grid, g) / column
            np.maximum(vol, 0, out=vol)
        if lam > 0:
            vol = np.maximum(tv_denoise(vol, lam * MU_WATER / 1000), 0).astype(np.float32)
        if watch:
            watch(it + 1, (vol / MU_WATER - 1) * 1000)
    return (vol / MU_WATER - 1) * 1000


def longer(grid, share=0.08):
    """The grid with `share` of its slices added at both ends, and how many: the body goes on beyond the slices, and
    an iterative method must have somewhere to put it."""
    extra = int(np.ceil(share * grid.shape[0]))
    return Grid((grid.shape[0] + 2 * extra, *grid.shape[1:]), grid.vx, grid.vz, grid.centre), extra


def data_consistent_start(line, fdk_hu, grid, geo, lam=8.0, iterations=4):
    """Sparse FDK (HU) -> picture nearer to the measurement: a few OS-SART-TV iterations that begin with the FDK."""
    big, extra = longer(grid)
    padded = np.pad(fdk_hu, ((extra, extra), (0, 0), (0, 0)), mode="edge")
    subsets = min(10, len(geo.beta) // 4)
    return os_sart_tv(line, big, geo, lam, iterations, subsets, start=padded)[extra:-extra]
