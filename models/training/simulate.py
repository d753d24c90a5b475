"""HU object -> (dense FDK, sparse FDKs) with noise; mu = 0.0206/mm * (1 + HU/1000)."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from fdk import filtered, reconstruct
from geometry import MU_WATER, sparse_index
from kernels import project
from philox import CounterNoise


@dataclass
class Physics:
    """i0: photons per pixel and view; electronic: SD in photons; scatter: fraction of the blurred primary added;
    hardening: p' = p - hardening * p^2; cutoff: Hann window end as a fraction of Nyquist."""

    i0: float = 1e5
    electronic: float = 5.0
    scatter: float = 0.0
    hardening: float = 0.0
    cutoff: float = 1.0


def draw_physics(rng):
    """Random acquisition for a training scan."""
    ph = Physics(i0=float(np.exp(rng.uniform(np.log(2e4), np.log(2e5)))), electronic=float(rng.uniform(2, 8)))
    if rng.random() < 0.25:
        ph.scatter = float(rng.uniform(0.05, 0.3)) * 0.2
    if rng.random() < 0.25:
        ph.hardening = float(rng.uniform(0.0, 0.02))
    ph.cutoff = float(rng.uniform(0.6, 1.3)) if rng.random() < 0.7 else 1e3  # 1e3: plain Ram-Lak
    return ph


def to_mu(hu):
    return (MU_WATER * (1 + hu / 1000.0)).astype(np.float32)


def to_hu(mu):
    return (mu / MU_WATER - 1) * 1000.0


def measure(line, ph, rng):
    """Noise-free line integrals [view,nu,nv] -> measured ones. rng: numpy's generator, or CounterNoise for the very
    noise of the application."""
    out = np.empty_like(line)
    for a in range(0, len(line), 25):
        p = line[a:a + 25]
        if ph.hardening:
            p = p - ph.hardening * p * p
        counts = ph.i0 * np.exp(-p)
        if ph.scatter:
            small = counts[:, ::8, ::8].mean(0)
            halo = ndimage.zoom(ndimage.gaussian_filter(small, 4), [n / m for n, m in zip(counts.shape[1:], small.shape)], order=1)
            counts = counts + ph.scatter * halo
        if isinstance(rng, CounterNoise):
            noisy = rng.counted(counts, ph.electronic, a)
        else:
            noisy = rng.poisson(counts).astype(np.float32) + ph.electronic * rng.standard_normal(p.shape, np.float32)
        out[a:a + 25] = -np.log(np.maximum(noisy, 1.0) / ph.i0)
    return out


def pairs(hu, obj_grid, rec_grid, geo, ph, sparse, rng, keep=False):
    """Project, add noise and reconstruct. sparse = [(n_views, first index)].

    Returns dense HU, [sparse HU]; with keep, also the measured line integrals."""
    line = measure(project(to_mu(hu), obj_grid, geo), ph, rng)
    flt = filtered(line, geo, ph.cutoff)
    dense = to_hu(reconstruct(flt, rec_grid, geo))
    out = []
    for n, first in sparse:
        index = (sparse_index(len(geo.beta), n) + first) % len(geo.beta)
        out.append(to_hu(reconstruct(np.ascontiguousarray(flt[index]), rec_grid, geo.subset(index))))
    return (dense, out, line) if keep else (dense, out)
