"""A heart in motion: volume curves over the beat and, per phase, the tables of wall radii that hold them exactly.

The myocardium keeps its volume locally: each column of wall over (zeta, theta) keeps its area times its height.
"""

from dataclasses import dataclass

import numpy as np
import torch

from anatomy import THETA, ZETA, bump

PHASES = 24
DENSITY = 1.05
DZ = float(ZETA[1] - ZETA[0])
DT = float(THETA[1] - THETA[0])


@dataclass
class Beat:
    """Tables `radii` [phase, channel, zeta, theta+2] (channels: LV endocardium, LV epicardium, RV outer wall, sac, LV and
    RV trabeculae) and per-phase numbers (mm, mL) as arrays of `phases`."""

    heart: object
    radii: torch.Tensor
    mitral: np.ndarray
    length: np.ndarray
    tricuspid: np.ndarray
    la: np.ndarray
    ra: np.ndarray
    closed: np.ndarray
    torsion: np.ndarray
    lv_ml: np.ndarray
    rv_ml: np.ndarray
    myo_ml: np.ndarray
    wall_mean: float
    wall_max: float
    pap: np.ndarray
    mitral_rest: float = 0.0
    tricuspid_rest: float = 0.0
    la_reach: float = 0.0
    ra_reach: float = 0.0
    base_radius: float = 0.0


def step(x):
    """Smooth step from 0 to 1."""
    x = np.clip(x, 0, 1)
    return x * x * (3 - 2 * x)


def emptied(p, times, lag=0.0):
    """Share of the stroke volume that has left the ventricle at `times` (s, periodic)."""
    t = np.mod(times - lag, p["beat"])
    end = p["ivc"] + p["eject"]
    fill = end + p["ivr"]
    kick = p["beat"] - p["kick_time"]
    early = min(p["early_time"], max(0.06, kick - fill))
    out = step((t - p["ivc"]) / p["eject"]) * 0.8 + 0.2 * np.clip((t - p["ivc"]) / p["eject"], 0, 1)
    slow = 0.08 * np.clip((t - fill) / max(kick - fill, 0.05), 0, 1)
    return out - (p["early_share"] - 0.04) * step((t - fill) / early) - slow - (0.96 - p["early_share"]) * step((t - kick) / p["kick_time"])


def atrial(p, times, share):
    """Atrial volume relative to its maximum: fills in systole, empties early and by its own kick."""
    e = emptied(p, times, 0.02)
    return 1 - share * (1 - np.clip(e, 0, 1))


def shut(p, times):
    """1 while the mitral valve is shut (from the R wave to the end of isovolumic relaxation), else 0, with short ramps."""
    t = np.mod(times, p["beat"])
    return np.clip((p["ivc"] + p["eject"] + 0.8 * p["ivr"] - t) / 0.03, 0, 1)


def solve(volume, target, low, high, rounds=18):
    """Bisection per phase for the rising function `volume(parameter [phase])`."""
    low, high = np.full(len(target), low, np.float64), np.full(len(target), high, np.float64)
    for _ in range(rounds):
        mid = (low + high) / 2
        over = volume(mid.astype(np.float32)) > target
        high, low = np.where(over, mid, high), np.where(over, low, mid)
    return ((low + high) / 2).astype(np.float32)


def turn(table, angle):
    """Table [zeta, theta] turned by angle [phase, zeta] about the axis -> [phase, zeta, theta], linear interpolation."""
    shift = angle / DT
    base = np.arange(len(THETA))[None, None] - shift[..., None]
    low = np.floor(base).astype(int)
    f = (base - low).astype(np.float32)
    rows = np.arange(table.shape[0])[None, :, None]
    n = len(THETA)
    return table[rows, low % n] * (1 - f) + table[rows, (low + 1) % n] * f


def part_below(level):
    """Share of each zeta cell that lies beyond `level` (zeta), towards the apex."""
    return np.clip((ZETA - level) / DZ + 0.5, 0, 1)


def animate(heart, phases=PHASES, offset=0.0, device="cpu"):
    """Beat of a heart sampled at `phases` instants; `offset` (share of the beat) moves the first one off the R wave."""
    p = heart.p
    times = (np.arange(phases) / phases + offset) * p["beat"]
    gone = emptied(p, times)
    reach = np.clip(emptied(p, times, -0.01), 0, 1)
    mitral = -p["length"] / 2 + p["travel"] * reach
    length = p["length"] / 2 - mitral
    axial = np.clip(ZETA, 0, 1)[None]
    twist = (p["torsion"] * reach[:, None] * (axial - 0.35) * -1).astype(np.float32)
    cell = (part_below(0.0) * DZ * DT)[None, :, None] * length[:, None, None].astype(np.float32) / 2000

    # Left ventricle: radial shortening solved for the volume curve, wall area kept.
    f = p["septal_flattening"] * (1 + (p["flatten_systole"] - 1) * reach)[:, None, None] * heart.flatten[None]
    still = np.maximum(0.3, 1 - 0.45 * f).astype(np.float32)
    weight = turn(heart.strength, twist)
    rest = turn(heart.endo, twist) * still
    pos = np.maximum(rest, 0)
    late = np.stack([np.clip(emptied(p, times, d), 0, 1) for d in np.unique(heart.delay.round(3))]) if heart.delay.any() else None
    pull = np.clip(gone, 0, 1)[:, None, None].astype(np.float32)
    if late is not None:
        keys = np.unique(heart.delay.round(3))
        pull = np.moveaxis(late[np.searchsorted(keys, heart.delay.round(3))], -1, 0).astype(np.float32)
    ed = 0.5 * DZ * DT * p["length"] / 1000 * float((np.maximum(heart.endo, 0) ** 2 * np.maximum(0.3, 1 - 0.45 * p["septal_flattening"] * heart.flatten) ** 2 * part_below(0.0)[:, None]).sum())
    radius = np.sqrt(p["edv"] / ed)
    target = p["edv"] * (1 - p["ef"] / 100 * np.clip(gone, 0, 1))
    amount = 0.5 * p["ef"] / 100

    def endo_of(x, every=1):
        pulled = pull[..., ::every] if pull.shape[-1] > 1 else pull
        return radius * pos[..., ::every] * np.clip(1 - weight[..., ::every] * (amount * pulled - x[:, None, None]), 0.1, 1.8)

    x = solve(lambda v: (endo_of(v, 4) ** 2 * cell).sum((1, 2)) * 4, target, -1.2, 0.9)
    endo = endo_of(x)
    lv_ml = (endo**2 * cell).sum((1, 2))
    endo = np.where(rest < 0, rest * 60, endo)
    thick, area = wall_area(heart, radius)
    keep = turn(area, twist) * (p["length"] / length)[:, None, None].astype(np.float32)
    epi = np.sqrt(np.maximum(endo, 0) ** 2 + np.maximum(keep, 0)) + np.minimum(keep, 0)
    myo = ((np.maximum(epi, 0) ** 2 - np.maximum(endo, 0) ** 2) * cell).sum((1, 2))
    outer = np.where(ZETA[None, :, None] < 0, epi[:, [np.searchsorted(ZETA, 0.0)]] * (1 + 1.3 * ZETA)[None, :, None], epi).astype(np.float32)

    # Right ventricle: free wall solved for its own volume curve.
    tv = -p["length"] / 2 + p["tv_level"] + p["travel"] * p["tapse_ratio"] * reach
    pv = -p["length"] / 2 + p["pv_level"] + 0.35 * p["travel"] * reach
    front = np.exp(-0.5 * (np.angle(np.exp(1j * (THETA - p["rvot_angle"]))) / 0.55) ** 2)
    top = tv[:, None] + (pv - tv)[:, None] * front[None]
    rv_share = np.clip(((ZETA[None, :, None] * length[:, None, None] + mitral[:, None, None]) - top[:, None]) / (DZ * length[:, None, None]) + 0.5, 0, 1)
    rv_cell = (rv_share * DZ * DT * length[:, None, None] / 2000).astype(np.float32)
    rv_of = right_outer(p, epi, heart.rv_wobble)
    rv_target = p["rv_edv"] * (1 - p["rv_ef"] / 100 * np.clip(gone, 0, 1))

    def rv_volume(v, every=1):
        inner = np.maximum(outer[..., ::every], 0)
        return ((np.maximum(rv_of(v, every), inner) ** 2 - inner**2) * rv_cell[..., ::every]).sum((1, 2))

    s = solve(lambda v: rv_volume(v, 4) * 4, rv_target, 0.05, 3.0)
    right = rv_of(s)
    rv_ml = rv_volume(s)

    sac = np.maximum(outer, right + p["rv_wall"])
    sac = np.where(sac < 0, 3 * sac - 6, sac) + 0.4 * np.maximum(sac[:1] - sac, 0) + heart.fat[None] + 1.0
    trab = turn(heart.trabeculae, twist)
    stack = np.stack([endo, outer, right, sac, trab, np.broadcast_to(heart.rv_trabeculae, trab.shape)], 1).astype(np.float32)
    stack = np.concatenate([stack[..., -1:], stack, stack[..., :1]], -1)
    mean_radius = np.sqrt(lv_ml / length)
    return Beat(heart, torch.from_numpy(stack).to(device), mitral, length, tv, p["la_max"] * atrial(p, times, p["la_ef"]),
                p["ra_max"] * atrial(p, times, p["ra_ef"]), shut(p, times),
                p["torsion"] * reach, lv_ml, rv_ml, myo, thick[0], thick[1], p["pap_size"] * mean_radius[0] / mean_radius,
                -p["length"] / 2, -p["length"] / 2 + p["tv_level"], reach_of(p["la_max"], p["la_height"]), reach_of(p["ra_max"], p["ra_height"]),
                float(np.sqrt((outer[0, 27:50].clip(0) ** 2).mean())))


def wall_area(heart, radius):
    """Wall column area (mm2 per rad, doubled) at end-diastole for the target mass, and (mean, max) thickness in mm."""
    p = heart.p
    flat = np.maximum(0.3, 1 - 0.45 * p["septal_flattening"] * heart.flatten)
    inner = radius * np.maximum(heart.endo, 0) * flat
    share = part_below(0.0)[:, None] * DZ * DT * p["length"] / 2000
    stretched = np.interp(ZETA / (1 + p["apex_wall"]), ZETA, np.arange(len(ZETA)))
    low = stretched.astype(int)
    f = (stretched - low)[:, None]
    shell = heart.endo * flat
    shell = shell[low] * (1 - f) + shell[np.minimum(low + 1, len(ZETA) - 1)] * f
    slope = np.gradient(inner, DZ * p["length"], axis=0)
    slant = np.sqrt(1 + np.clip(slope, -1.3, 1.3) ** 2)

    def area_of(w):
        outer = np.maximum(radius * shell + w * heart.wall * slant, inner + 0.6 * w * heart.wall * (shell > 0))
        outer = np.where(shell > 0, outer, np.minimum(radius * shell * 20 + w * heart.wall * slant, outer))
        return np.where(outer > 0, outer**2 - inner**2, outer)

    w_low, w_high = 0.5, 40.0
    for _ in range(24):
        w = (w_low + w_high) / 2
        grams = DENSITY * (np.maximum(area_of(w), 0) * share).sum()
        w_low, w_high = (w_low, w) if grams > p["mass"] else (w, w_high)
    area = area_of(w).astype(np.float32)
    thick = (np.sqrt(np.maximum(area, 0) + inner**2) - inner) / slant
    body = thick[(ZETA > 0.08) & (ZETA < 0.85)]
    return (float(body.mean()), float(np.percentile(body, 99))), area


def right_outer(p, epi, wobble):
    """Function of a scale [phase] giving the RV's outer radius [phase, zeta, theta]: an ellipse set off towards the
    septum side, tapering to its apex, with the outflow tract bulging in front at the base."""
    ref = np.sqrt((np.maximum(epi[0], 0) ** 2).mean(1))
    ref = np.where(ZETA < 0.25, np.maximum(ref, ref[np.searchsorted(ZETA, 0.25)]), ref)
    ref = np.maximum(ref, 0.35 * ref.max())[None, :, None]
    u = np.clip((ZETA + 0.3) / (p["rv_apex"] + 0.3), 0, None)
    taper = (1 - u ** p["rv_taper"])[None, :, None]
    full = np.clip(taper, 0, 1)
    th = THETA - p["rv_angle"]
    out = 1 + p["rvot_bump"] * bump(THETA, p["rvot_angle"], 0.4)[None] * np.exp(-0.5 * ((ZETA + 0.1) / 0.22) ** 2)[:, None]

    def outer(scale, every=1):
        s = scale[:, None, None].astype(np.float32)
        d = ref * (p["rv_offset"] * full**0.5 + 0.4 * s * full)
        a = ref * (0.75 + 0.25 * s * full + 0.5 * np.minimum(taper, 0)).clip(0.1)
        b = ref * p["rv_aspect"] * (0.88 + 0.12 * s) * (0.8 + 0.2 * full)
        c, w = np.cos(th)[None, None, ::every], np.sin(th)[None, None, ::every]
        qa = (c / a) ** 2 + (w / b) ** 2
        qb = d * c / a**2
        root = qb * qb - qa * ((d / a) ** 2 - 1)
        far = np.where(root > 0, (qb + np.sqrt(np.maximum(root, 0))) / qa, np.minimum(0.0, root) * 20)
        past = np.clip(ZETA - p["rv_apex"] - 0.04, 0, None)[None, :, None]
        return (far * (out * wobble)[None, :, ::every] - 5 * ref.max() * past).astype(np.float32)

    return outer


def reach_of(volume_ml, height):
    """Largest radius (mm) an atrium of that volume and height can have, with a margin."""
    return float(np.sqrt(volume_ml * 1000 / (np.pi * height * 0.5)))
