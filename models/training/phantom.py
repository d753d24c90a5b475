"""Procedural chest, abdomen and pelvis phantoms with texture, in HU, drawn from a seed. Lengths in mm.

Nobody's anatomy: wobbly elliptical body, fat shell, muscle wall, organs as ellipsoids, vessels as random walks,
bones with a cortical shell, and correlated noise in every tissue (without texture, total variation would win
against any network by construction).
"""

import numpy as np
from scipy import ndimage


class Canvas:
    """HU volume [z,y,x] on an isotropic voxel; coordinates in mm from the isocentre."""

    def __init__(self, shape, voxel, centre):
        self.voxel = voxel
        self.axes = [centre[2 - a] + (np.arange(n, dtype=np.float32) - (n - 1) / 2) * voxel for a, n in enumerate(shape)]
        self.hu = np.full(shape, -1000, np.float32)

    def box(self, centre, reach):
        """Index slices of the cube centre (x,y,z) +- reach and its broadcastable coordinates."""
        out, coords = [], []
        for a, ax in enumerate(self.axes):
            c = centre[2 - a]
            lo, hi = np.searchsorted(ax, [c - reach, c + reach])
            out.append(slice(lo, hi))
            shape = [1, 1, 1]
            shape[a] = -1
            coords.append((ax[lo:hi] - c).reshape(shape))
        return tuple(out), coords

    def ellipsoid(self, centre, semi, value, turn=0.0, inside=None, power=2.0, shell=None):
        """Fill an ellipsoid with semi-axes (x,y,z), turned about z by `turn` rad; `inside` limits it to a mask;
        `shell` = (thickness mm, HU) paints a rim."""
        sl, (z, y, x) = self.box(centre, max(semi) * 1.02 + self.voxel)
        if min(s.stop - s.start for s in sl) <= 0:
            return
        c, s = np.cos(turn), np.sin(turn)
        u, w = x * c + y * s, -x * s + y * c
        r = (np.abs(u / semi[0]) ** power + np.abs(w / semi[1]) ** power + np.abs(z / semi[2]) ** power) ** (1 / power)
        m = r <= 1
        if inside is not None:
            m &= inside[sl]
        self.hu[sl][m] = value
        if shell is not None:
            m &= (1 - r) * min(semi) < shell[0]
            self.hu[sl][m] = shell[1]

    def walk(self, rng, start, heading, radius, value, steps, inside=None, taper=0.97, wander=0.25):
        """A vessel: a chain of balls whose radius shrinks by `taper` a step."""
        p, d = np.array(start, float), np.array(heading, float)
        for _ in range(steps):
            d += rng.normal(0, wander, 3)
            d /= np.linalg.norm(d)
            p = p + d * radius * 0.8
            self.ellipsoid(p, (radius,) * 3, value, inside=inside)
            radius = max(radius * taper, 0.6 * self.voxel)


def _outline(rng, canvas, a, b):
    """Body radius function: relative radius field [z,y,x] (1 on the skin)."""
    z, y, x = (ax.reshape([-1 if i == k else 1 for i in range(3)]) for k, ax in enumerate(canvas.axes))
    theta = np.arctan2(y, x)
    wob = np.ones_like(theta)
    for n in range(2, 6):
        wob = wob + rng.normal(0, 0.02) * np.cos(n * theta + rng.uniform(0, 6.28))
    lift = 1 + rng.normal(0, 0.05) * np.sin(z / rng.uniform(60, 140) + rng.uniform(0, 6.28))
    p = rng.uniform(2.0, 2.5)
    return ((np.abs(x / a) ** p + np.abs(y / b) ** p) ** (1 / p)) / (wob * lift)


def _spine(rng, cv, y0):
    x0, pitch, off = rng.normal(0, 3), rng.uniform(26, 36), rng.uniform(0, 30)
    r, ry = rng.uniform(17, 24), rng.uniform(13, 18)
    bone, rim = rng.uniform(120, 260), rng.uniform(350, 800)
    z = cv.axes[0][0] - 40 + off
    while z < cv.axes[0][-1] + 40:
        cv.ellipsoid((x0, y0, z), (r, ry, pitch * 0.47), bone, power=4, shell=(rng.uniform(1.5, 3), rim))
        cv.ellipsoid((x0, y0 + ry + 9, z), (14, 10, pitch * 0.4), rng.uniform(250, 500), power=3)
        cv.ellipsoid((x0, y0 + ry + 26, z), (4, 18, pitch * 0.3), rng.uniform(250, 600))
        for s in (-1, 1):
            cv.ellipsoid((x0 + s * 26, y0 + ry + 8, z), (16, 5, 6), rng.uniform(200, 500), turn=s * 0.3)
        z += pitch
    cv.ellipsoid((x0, y0 + ry + 9, 0), (8, 8, 900), 25)


def _ribs(rng, cv, a, b):
    """Tilted rings of bone with a marrow core, interrupted at the front."""
    z, y, x = (ax.reshape([-1 if i == k else 1 for i in range(3)]) for k, ax in enumerate(cv.axes))
    r = np.sqrt((x / a) ** 2 + (y / b) ** 2)
    pitch, tilt = rng.uniform(22, 32), rng.uniform(0.3, 0.8)
    phase = (z - y * tilt + rng.uniform(0, 30)) / pitch
    near = np.abs(phase - np.rint(phase)) * pitch
    thick, tall = rng.uniform(3, 5), rng.uniform(4.5, 7)
    d = np.sqrt(((r - 1) * min(a, b) / thick) ** 2 + (near / tall) ** 2)
    front = y > -b * rng.uniform(0.5, 0.9)
    cv.hu[(d < 1) & front] = rng.uniform(350, 900)
    cv.hu[(d < 0.55) & front] = rng.uniform(80, 250)


def _chest(rng, cv, ca, cb):
    soft = rng.uniform(20, 60)
    lung = rng.uniform(-900, -760)
    blood = soft + (rng.uniform(80, 300) if rng.random() < 0.4 else rng.uniform(0, 15))
    zc = rng.uniform(-60, 60)
    spans = []
    for s in (-1, 1):
        semi = (ca * rng.uniform(0.36, 0.44), cb * rng.uniform(0.75, 0.92), rng.uniform(100, 170))
        c = (s * ca * rng.uniform(0.5, 0.55), rng.normal(0, 4), zc + rng.normal(0, 8))
        cv.ellipsoid(c, semi, lung + rng.normal(0, 15), turn=s * rng.uniform(-0.15, 0.15), power=rng.uniform(2, 2.6))
        spans.append((c, semi))
    _ribs(rng, cv, ca * 0.98, cb * 0.98)
    cv.ellipsoid((ca * 0.14, -cb * 0.3, zc - 20), (ca * rng.uniform(0.3, 0.4), cb * rng.uniform(0.35, 0.5),
                 rng.uniform(45, 70)), blood, turn=rng.uniform(-0.6, 0.6))
    cv.ellipsoid((12, cb * 0.45, 0), (rng.uniform(10, 15),) * 2 + (900,), blood)
    cv.ellipsoid((0, cb * 0.1, zc + 90), (8, 8, 70), -1000, shell=(1.5, 40))
    lungs = cv.hu < -600
    for c, semi in spans:
        for _ in range(rng.integers(10, 21)):
            start = (c[0] * 0.65, rng.normal(0, 15), c[2] + rng.normal(0, 25))
            aim = np.array([c[0] * 1.3, rng.normal(0, cb * 0.6), c[2] + rng.normal(0, 80)]) - start
            cv.walk(rng, start, aim / np.linalg.norm(aim), rng.uniform(2.5, 6), blood, 45, inside=lungs)
        for _ in range(rng.integers(0, 4)):
            at = np.array(c) + rng.uniform(-0.6, 0.6, 3) * semi
            cv.ellipsoid(at, rng.uniform(2.5, 11, 3), rng.uniform(-150, 120), inside=lungs)
    dome = rng.uniform(-90, -20)
    if rng.random() < 0.6:
        cv.ellipsoid((-ca * 0.4, 0, zc + dome - 70), (ca * 0.55, cb * 0.85, 90), rng.uniform(45, 110))
    cv.ellipsoid((0, -cb * 0.95, zc + 20), (17, 6, 70), rng.uniform(150, 350), shell=(2, 500))


def _organs(rng, cv, ca, cb, n, gas):
    for _ in range(n):
        at = (rng.uniform(-0.7, 0.7) * ca, rng.uniform(-0.75, 0.45) * cb, rng.uniform(-140, 140))
        semi = rng.uniform(9, 38, 3)
        wall = (rng.uniform(2, 5), rng.uniform(30, 110)) if rng.random() < 0.5 else None
        inner = -950 if rng.random() < gas else rng.choice([rng.uniform(0, 30), rng.uniform(30, 120), rng.uniform(120, 500)],
                                                          p=[0.4, 0.5, 0.1])
        cv.ellipsoid(at, semi, inner, turn=rng.uniform(0, 3), shell=wall)


def _abdomen(rng, cv, ca, cb):
    cv.hu[cv.cavity] = rng.uniform(-110, -60)
    cv.ellipsoid((-ca * 0.38, -cb * 0.1, rng.uniform(-20, 100)), (ca * 0.55, cb * 0.75, 90), rng.uniform(45, 120))
    cv.ellipsoid((ca * 0.6, cb * 0.1, rng.uniform(0, 80)), (ca * 0.25, cb * 0.4, 50), rng.uniform(45, 130))
    _organs(rng, cv, ca, cb, rng.integers(16, 34), 0.25)
    for s in (-1, 1):
        at = (s * ca * 0.45, cb * 0.4, rng.uniform(-40, 30))
        cv.ellipsoid(at, (27, 23, 52), rng.uniform(30, 220))
        cv.ellipsoid(at, (12, 10, 28), rng.uniform(-80, 300))
        cv.ellipsoid((s * 42, cb * 0.65, -40), (24, 22, 900), rng.uniform(45, 65))
    cv.ellipsoid((10, cb * 0.25, 0), (11, 11, 900), rng.uniform(40, 250))


def _pelvis(rng, cv, ca, cb):
    cv.hu[cv.cavity] = rng.uniform(-110, -70)
    _organs(rng, cv, ca, cb, rng.integers(10, 22), 0.25)
    cv.ellipsoid((0, -cb * 0.15, rng.uniform(-60, 0)), rng.uniform(30, 55, 3), rng.uniform(0, 20), shell=(3, 40))
    rim = rng.uniform(500, 1100)
    for s in (-1, 1):
        at = (s * ca * rng.uniform(0.52, 0.62), 5, rng.uniform(-70, -20))
        for dz in range(0, 150, 6):
            cv.ellipsoid((at[0] + s * dz * 0.12, at[1] + dz * 0.1, at[2] + 25 + dz), (7, 45, 9), rng.uniform(150, 250),
                         turn=s * -0.7, shell=(2, rim))
        cv.ellipsoid(at, (34, 34, 34), 60, shell=(7, rim * 0.8))
        cv.ellipsoid(at, (24, 24, 24), rng.uniform(200, 350), shell=(2, rim))
        cv.ellipsoid((at[0] + s * 32, at[1] + 12, at[2] - 70), (17, 17, 70), rng.uniform(20, 150), shell=(5, rim * 1.3))
        for _ in range(6):
            cv.ellipsoid((at[0] + s * rng.uniform(-10, 30), rng.uniform(-0.5, 0.8) * cb, rng.uniform(-150, 60)),
                         (rng.uniform(12, 28), rng.uniform(12, 28), rng.uniform(40, 110)), rng.uniform(45, 70))


def _texture(rng, cv):
    """Correlated noise, by tissue (HU): tissue fine 8-25 and coarse 5-20, lung up to 60, marrow up to 80."""
    fine = ndimage.gaussian_filter(rng.standard_normal(cv.hu.shape, np.float32), rng.uniform(0.7, 1.6))
    small = tuple(max(4, n // 4) for n in cv.hu.shape)
    coarse = ndimage.zoom(ndimage.gaussian_filter(rng.standard_normal(small, np.float32), rng.uniform(0.8, 2.0)),
                          [n / m for n, m in zip(cv.hu.shape, small)], order=1)
    fine, coarse = fine / fine.std(), coarse / coarse.std()
    hu = cv.hu
    af = np.where(hu > 130, rng.uniform(20, 80), np.where(hu < -500, rng.uniform(15, 60), rng.uniform(8, 25)))
    ac = np.where(hu < -500, rng.uniform(5, 40), rng.uniform(5, 20))
    hu += np.where(hu > -990, af * fine + ac * coarse, 0)


def phantom(shape, voxel, centre, radius, seed, truncated=False):
    """HU float32 [z,y,x] on an isotropic grid; the body fits a cylinder of `radius` mm unless `truncated`."""
    rng = np.random.default_rng(seed)
    cv = Canvas(shape, voxel, centre)
    a = min(rng.uniform(135, 195), radius * (rng.uniform(1.05, 1.2) if truncated else rng.uniform(0.8, 0.93)))
    b = min(a * rng.uniform(0.58, 0.85), radius * 0.93)
    r = _outline(rng, cv, a, b)
    fat, wall = rng.uniform(6, 30), rng.uniform(8, 20)
    depth = (1 - r) * b
    cv.hu[depth > 0] = rng.uniform(-20, 30)
    cv.hu[depth > 1.8] = rng.uniform(-120, -90)
    cv.hu[depth > fat] = rng.uniform(40, 70)
    cv.cavity = depth > fat + wall
    ca, cb = a * (1 - (fat + wall) / b), b - fat - wall
    kind = rng.choice(["chest", "abdomen", "pelvis"], p=[0.45, 0.3, 0.25])
    cv.hu[cv.cavity] = rng.uniform(-60, 40)
    {"chest": _chest, "abdomen": _abdomen, "pelvis": _pelvis}[kind](rng, cv, ca, cb)
    _spine(rng, cv, cb * rng.uniform(0.62, 0.75))
    cv.hu[depth <= 0] = -1000
    _texture(rng, cv)
    if rng.random() < 0.5:
        y = b * 1.03 + 4 + (cv.axes[2] / 500) ** 2 * rng.uniform(-60, 0)
        plate = np.abs(cv.axes[1][:, None] - y[None]) < max(1.2, voxel * 0.6)
        cv.hu[:, plate & (np.hypot(cv.axes[1][:, None], cv.axes[2][None]) < radius * 0.98)] = rng.uniform(-600, 0)
    return ndimage.gaussian_filter(cv.hu, rng.uniform(0.4, 0.7)), str(kind)
