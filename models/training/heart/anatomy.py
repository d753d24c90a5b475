"""One heart's shape at end-diastole, drawn from a class, as plain numbers. Lengths in mm, volumes in mL, angles in rad.

Heart frame: x from the left to the right ventricle (e1), y inferior-posterior (e2), z base to apex (e3); origin half way
along the cavity's axis. A shear and a bend, both of unit Jacobian, lead to the straight coordinates (x', y', z') in which
the walls are tables of a radius over (zeta, theta): zeta is 0 at the mitral plane and 1 at the apex of the cavity.
"""

from dataclasses import dataclass, field

import numpy as np

ZETA = np.linspace(-0.45, 1.3, 106, dtype=np.float32)
THETA = (-np.pi + (np.arange(128, dtype=np.float32) + 0.5) * (2 * np.pi / 128)).astype(np.float32)
USUAL_E3 = np.array([0.56, -0.60, -0.57])
USUAL_E1 = np.array([-0.80, -0.55, 0.15])


@dataclass
class Heart:
    """Shape, function and surroundings of one heart; `p` holds scalars by name, the arrays are [zeta, theta] tables."""

    seed: int
    kind: str
    sex: str
    age: float
    bsa: float
    p: dict
    endo: np.ndarray = field(repr=False)
    wall: np.ndarray = field(repr=False)
    strength: np.ndarray = field(repr=False)
    delay: np.ndarray = field(repr=False)
    flatten: np.ndarray = field(repr=False)
    trabeculae: np.ndarray = field(repr=False)
    rv_trabeculae: np.ndarray = field(repr=False)
    fat: np.ndarray = field(repr=False)
    rv_wobble: np.ndarray = field(repr=False)


def bump(theta, centre, width):
    """Periodic Gaussian over the angle."""
    d = np.angle(np.exp(1j * (theta - centre)))
    return np.exp(-0.5 * (d / width) ** 2)


def smooth_field(rng, angular, axial, amplitude):
    """Random smooth [zeta, theta] table, mean near 0: Fourier modes up to `angular` times cosines up to `axial`."""
    out = np.zeros((len(ZETA), len(THETA)), np.float32)
    for m in range(angular + 1):
        for n in range(axial + 1):
            if m == n == 0:
                continue
            a = rng.normal(0, amplitude / (1 + 0.7 * (m * m + n * n) ** 0.5))
            out += a * np.cos(m * THETA + rng.uniform(0, 2 * np.pi))[None] * np.cos(n * np.pi * ZETA + rng.uniform(0, 2 * np.pi))[:, None]
    return out


def fine_field(rng, cells_z, cells_t):
    """Random table in 0..1 with features of 1/cells_z of the length and 1/cells_t of the turn (trabeculae)."""
    coarse = rng.random((cells_z + 3, cells_t)).astype(np.float32)
    zi = (ZETA - ZETA[0]) / (ZETA[-1] - ZETA[0]) * cells_z
    ti = (THETA + np.pi) / (2 * np.pi) * cells_t
    z0, t0 = zi.astype(int), ti.astype(int)
    fz, ft = (zi - z0)[:, None], (ti - t0)[None]
    fz, ft = fz * fz * (3 - 2 * fz), ft * ft * (3 - 2 * ft)
    pick = lambda dz, dt: coarse[(z0 + dz)[:, None], ((t0 + dt) % cells_t)[None]]
    return (pick(0, 0) * (1 - ft) + pick(0, 1) * ft) * (1 - fz) + (pick(1, 0) * (1 - ft) + pick(1, 1) * ft) * fz


def cavity_profile(widest, roundness, power):
    """Radius over zeta, 1 at the widest level `widest`, 0 at the apex, narrower at the mitral ring; negative past the apex."""
    z = ZETA
    below = np.clip((z - widest) / (1 - widest), 0, 1)
    above = np.clip((widest - z) / (widest + 0.5), 0, 1)
    out = np.where(z >= widest, (1 - below**power) ** (1 / roundness), 1 - 0.9 * above**2)
    return np.where(z > 1, -(z - 1) * 3.0, out).astype(np.float32)
