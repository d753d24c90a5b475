"""Where the nine planes and the whole short-axis stack lie: truth, and what a reader would estimate. Lengths in mm.

The heart frame is never known exactly: the geometry a plane carries is told in an estimated frame (see CONTRACT.md), with
errors of its origin and axes, and the breath-hold shift of a slice is not told at all.
"""

from dataclasses import dataclass

import numpy as np

PIXEL, SIZE = 2.0, 96
MAX_STACK = 14


@dataclass
class Plane:
    """One plane in true heart coordinates: crop centre, unit axes u (right) and v (down), what it was acquired with, the
    untold shift, and the 12 numbers of `geometry`."""

    view: str
    centre: np.ndarray
    u: np.ndarray
    v: np.ndarray
    spacing: float
    thickness: float
    shift: np.ndarray
    geometry: np.ndarray

    @property
    def normal(self):
        return np.cross(self.u, self.v)

    def points(self, offset=0.0, size=SIZE, pixel=PIXEL):
        """Sample points [size*size, 3] of the plane moved by `offset` along its normal, breath-hold shift included."""
        a = (np.arange(size) - (size - 1) / 2) * pixel
        grid = self.centre + self.shift + offset * self.normal + a[:, None, None] * self.v + a[None, :, None] * self.u
        return grid.reshape(-1, 3).astype(np.float32)


@dataclass
class Acquisition:
    """Planes of all nine slots (None where absent) and of the whole stack, base to apex, with the stack's places along e3."""

    slots: list
    stack: list
    stack_z: np.ndarray
    chosen: list
    step: float


def unit(a):
    return a / np.linalg.norm(a)


def tilted(rng, frame, sd_deg):
    """Frame (rows e1, e2, e3) turned by a random small rotation, sd per axis in degrees (3 numbers)."""
    w = np.radians(rng.normal(0, 1, 3) * np.asarray(sd_deg))
    angle = np.linalg.norm(w)
    if angle < 1e-9:
        return frame
    k = w / angle
    cross = np.array([[0, -k[2], k[1]], [k[2], 0, -k[0]], [-k[1], k[0], 0]])
    return frame @ (np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross).T


def place(view, normal, through, origin, frame, spacing, thickness, shift):
    """Crop of a plane (normal, a point it goes through) as CONTRACT.md orders it, in the estimated frame (rows e1 e2 e3)."""
    e1, e2, e3 = frame
    aim = origin if view == "sax" else origin - 15 * e3
    centre = aim - ((aim - through) @ normal) * normal
    down = e2 if view == "sax" else -e3
    v = unit(down - (down @ normal) * normal)
    u = np.cross(v, normal)
    right = {"sax": -e1, "4ch": -e1, "2ch": -e2, "3ch": e1 - e2}[view]
    u = u if u @ right > 0 else -u
    told = np.concatenate([frame @ (centre - origin) / 100, frame @ u, frame @ v, [spacing / 2, thickness / 10, 1]])
    return Plane(view, centre, u, v, spacing, thickness, shift, told.astype(np.float32))


def breath_shift(rng, amount):
    """Untold displacement of one breath-hold: mostly along the body, which in the heart frame is down (e2) and towards the
    apex (e3), sd `amount` mm."""
    along = np.array([0.1, 0.75, 0.6]) + rng.normal(0, 0.25, 3)
    return unit(along) * rng.normal(0, amount)


def acquire(rng, heart, beat):
    """Draw an acquisition of a heart whose end-diastolic tables are in `beat`."""
    p = heart.p
    long_axes_known = rng.random() < 0.7
    truth = np.eye(3)
    stack_frame = tilted(rng, truth, (4, 4, 0))
    normal = stack_frame[2]
    axis_frame = stack_frame if rng.random() < 0.7 else tilted(rng, truth, (2.5, 2.5, 0))
    spin = rng.normal(0, 6 if long_axes_known else 15)
    frame = tilted(rng, axis_frame, (1, 1, 0))
    c, s = np.cos(np.radians(np.clip(spin, -38, 38))), np.sin(np.radians(np.clip(spin, -38, 38)))
    frame = np.stack([c * frame[0] + s * frame[1], -s * frame[0] + c * frame[1], frame[2]])
    loose = 1.0 if long_axes_known else 1.6
    origin = frame.T @ (rng.normal(0, 1, 3) * np.array([3.2, 3.2, 5.0]) * loose)

    spacing, thickness = rng.uniform(1.2, 2.2), rng.uniform(6, 10)
    amount = rng.choice([0.7, 1.5, 3.5], p=[0.5, 0.3, 0.2])
    slots = []
    for view, angle in (("2ch", 90 + rng.normal(0, 9)), ("3ch", -48 + rng.normal(0, 8)), ("4ch", rng.normal(0, 5))):
        turned = tilted(rng, truth, (3, 3, 0))
        a = np.radians(angle)
        along = np.cos(a) * turned[0] + np.sin(a) * turned[1]
        n = np.cross(along, turned[2])
        through = rng.normal(0, 2.5, 3)
        slots.append(place(view, n, through, origin, frame, spacing * rng.uniform(0.9, 1.1), rng.uniform(6, 9), breath_shift(rng, amount)))

    step = max(rng.choice([8.0, 9.0, 10.0, 10.0, 12.0, rng.uniform(8, 18), rng.uniform(12, 18)]), thickness)
    top, tip = beat.mitral[0], beat.mitral[0] + beat.length[0]
    start = top + (rng.uniform(-3.2, -1.0) if rng.random() < 0.4 else rng.uniform(-1.0, 0.6)) * step
    count = int(np.floor((tip - start) / step + rng.uniform(0.3, 2.4))) + 1
    while count > MAX_STACK:
        step *= 1.08
        count = int(np.floor((tip - start) / step + 1)) + 1
    places = start + step * np.arange(count)
    stack = [place("sax", normal, normal * z, origin, frame, spacing, thickness, breath_shift(rng, amount)) for z in places]
    shows = [i for i, z in enumerate(places) if top - 0.25 * step < z < tip - 1]
    low, high = (shows[0], shows[-1]) if shows else (0, count - 1)
    beyond = rng.random(2)
    low = max(0, low - int(beyond[0] < 0.4) - int(beyond[0] < 0.15))
    high = min(count - 1, high + int(beyond[1] < 0.25) + int(beyond[1] < 0.08))
    have = high - low + 1
    chosen = [low + int(round(x)) for x in np.linspace(0, have - 1, 6)] if have >= 6 else list(range(low, high + 1))
    slots += [stack[i] for i in chosen] + [None] * (6 - len(chosen))
    z_told = np.array([(q.centre - origin) @ frame[2] for q in stack], np.float32)
    return Acquisition(slots, stack, z_told, chosen, float(step))
