"""Classes of hearts, the spread of their numbers, and the seed ranges of every set.

Normal volumes, ejection fractions and masses follow Petersen et al. 2017 (UK Biobank, papillary muscles in the cavity);
the other classes stretch them so that training covers EF 15 to 75 % and EDV 60 to 380 mL.
"""

import numpy as np

from anatomy import THETA, ZETA, Heart, bump, cavity_profile, fine_field, smooth_field

SEEDS = {"train": 0, "val": 900_000, "test": 1_000_000, "shifted": 2_000_000, "heldout": 3_000_000}
MIX = {"normal": 0.20, "dilated": 0.22, "hypertrophic": 0.10, "infarct": 0.17, "rvoverload": 0.09, "athlete": 0.05,
       "small": 0.06, "stretched": 0.11}
HELD_OUT = "infiltrative"


def draw(seed, population="main"):
    """The heart of a seed. `population`: "main" (training mix), "shifted" (other shape and motion modes) or "heldout"
    (thick-walled, stiff ventricles of poor function: a combination training never shows)."""
    rng = np.random.default_rng([seed, 1])
    shifted = population == "shifted"
    kind = HELD_OUT if population == "heldout" else str(rng.choice(list(MIX), p=list(MIX.values())))
    sex = "M" if rng.random() < (0.75 if kind == "athlete" else 0.5) else "F"
    age = float(rng.uniform(20, 85)) if kind != "athlete" else float(rng.uniform(18, 45))
    bsa = float(np.clip(rng.normal(1.97 if sex == "M" else 1.73, 0.18), 1.3, 2.6))
    f = function(rng, kind, sex, age, bsa)
    f.update(shape(rng, kind, f, shifted))
    f.update(timing(rng, kind, f, shifted))
    return Heart(seed, kind, sex, age, bsa, f, **tables(rng, kind, f, shifted))


def function(rng, kind, sex, age, bsa):
    """Volumes mL, EF %, mass g and atrial volumes."""
    male = sex == "M"
    size = bsa / (1.97 if male else 1.73) * (1 - 0.003 * (age - 55))
    edv = (rng.normal(166, 30) if male else rng.normal(124, 20)) * size
    ef = rng.normal(58, 5) if male else rng.normal(61, 5)
    mass = (rng.normal(53, 9) if male else rng.normal(42, 7)) * bsa
    rv_ef = rng.normal(56, 6)
    rv_edv = None
    la = rng.normal(39, 7) * bsa
    if kind == "dilated":
        edv, ef, mass, rv_ef = rng.uniform(140, 380), rng.uniform(15, 45), rng.uniform(90, 210), rng.uniform(25, 58)
        la *= rng.uniform(1, 1.8)
    elif kind == "hypertrophic":
        edv, ef, mass = rng.uniform(70, 185), rng.uniform(56, 75), rng.uniform(120, 270)
        la *= rng.uniform(1, 1.6)
    elif kind == "infarct":
        edv, ef, mass = rng.uniform(110, 310), rng.uniform(18, 55), rng.uniform(80, 180)
        la *= rng.uniform(0.9, 1.5)
    elif kind == "rvoverload":
        edv, ef, rv_edv, rv_ef = rng.uniform(62, 160), rng.uniform(40, 70), rng.uniform(150, 330), rng.uniform(18, 50)
    elif kind == "athlete":
        edv, ef, mass = rng.uniform(170, 290), rng.uniform(50, 63), rng.uniform(110, 210)
        la *= 1.15
    elif kind == "small":
        edv, ef, mass = rng.uniform(60, 110), rng.uniform(40, 75), rng.uniform(45, 110)
        la *= rng.uniform(0.6, 1)
    elif kind == "stretched":
        edv, ef, mass = rng.uniform(60, 380), rng.uniform(15, 75), rng.uniform(60, 220)
    elif kind == HELD_OUT:
        edv, ef, mass, rv_ef = rng.uniform(70, 150), rng.uniform(25, 52), rng.uniform(150, 280), rng.uniform(25, 45)
        la *= rng.uniform(1.3, 2)
    edv, ef = float(np.clip(edv, 60, 380)), float(np.clip(ef, 15, 75))
    mass = float(np.clip(mass, 0.42 * edv, 1.9 * edv + 40))
    rv_ef = float(np.clip(rv_ef, 15, 72))
    if rv_edv is None:
        rv_edv = edv * ef / rv_ef * rng.uniform(0.93, 1.07)
    rv_edv = float(np.clip(rv_edv, 70, 340))
    la = float(np.clip(la, 28, 200))
    return {"edv": edv, "ef": ef, "mass": mass, "rv_edv": rv_edv, "rv_ef": rv_ef, "la_max": la,
            "la_ef": float(np.clip(rng.normal(0.52, 0.08) - 0.2 * max(0, la / 100 - 1), 0.12, 0.68)),
            "ra_max": float(np.clip(rng.normal(88, 22) * bsa / 1.85 * (1.7 if kind == "rvoverload" else 1), 35, 260)),
            "ra_ef": float(np.clip(rng.normal(0.42, 0.09), 0.1, 0.6))}


def shape(rng, kind, f, shifted):
    """Lengths, tilts, positions of the parts (mm, rad)."""
    length = 90 * (f["edv"] / 145) ** 0.29 * np.exp(rng.normal(0, 0.06))
    if kind == "athlete":
        length *= 1.05
    flat = rng.uniform(0.2, 0.75) if kind == "rvoverload" else max(0.0, rng.normal(0, 0.08))
    return {
        "length": float(length), "tilt_x": rng.normal(0.0, 0.1), "tilt_y": rng.normal(-0.02, 0.1),
        "bend_x": rng.normal(0, 5 if shifted else 3), "bend_y": rng.normal(0, 5 if shifted else 3),
        "apex_wall": float(rng.uniform(0.5, 0.9) * 1.83 * f["mass"] / f["edv"] ** (2 / 3) / length), "septal_flattening": float(flat),
        "flatten_systole": float(rng.uniform(-0.3, 1.2)),
        "rv_angle": rng.normal(0.05, 0.2), "rv_aspect": rng.uniform(0.9, 1.32), "rv_offset": rng.uniform(0.25, 0.55),
        "rv_apex": rng.uniform(0.72, 0.98), "rv_taper": rng.uniform(1.3, 3.5),
        "tv_level": rng.normal(2, 5), "pv_level": rng.uniform(-26, -8), "rvot_angle": rng.uniform(-1.5, -0.95),
        "rvot_bump": rng.uniform(0.05, 0.45), "rv_wall": rng.uniform(5, 8) if kind == HELD_OUT else rng.uniform(1.8, 4.5),
        "la_x": rng.normal(-4, 4), "la_y": rng.normal(12, 4), "la_aspect": rng.uniform(0.55, 1.2),
        "la_height": rng.uniform(33, 48) * (f["la_max"] / 75) ** 0.3, "la_turn": rng.uniform(-0.7, 0.4),
        "ra_x": rng.normal(6, 4), "ra_y": rng.normal(14, 6), "ra_aspect": rng.uniform(0.75, 1.3),
        "ra_height": rng.uniform(32, 48) * (f["ra_max"] / 88) ** 0.3, "ra_turn": rng.uniform(-0.6, 0.6),
        "aorta_x": rng.normal(13, 3), "aorta_y": rng.normal(-18, 4), "aorta_radius": rng.uniform(10, 16),
        "aorta_lean_x": rng.normal(0.35, 0.12), "aorta_lean_y": rng.normal(-0.05, 0.12),
        "pap_size": rng.uniform(0.12, 0.27), "papillaries": columns(rng),
        "waves": waves(rng, 2.6 if shifted else 1.8),
    }


def columns(rng):
    """Papillary columns: angle, place between axis (0) and wall (1), relative size, from and to (zeta), stretch."""
    out = []
    for angle in (rng.normal(-2.3, 0.25), rng.normal(1.95, 0.25)):
        depth, size = rng.uniform(0.62, 0.92), rng.uniform(0.6, 1.2)
        out.append((angle, depth, size, rng.uniform(0.15, 0.4), rng.uniform(0.6, 0.85), rng.uniform(0.6, 1.0)))
        if rng.random() < 0.5:
            out.append((angle + rng.choice([-1, 1]) * rng.uniform(0.25, 0.5), depth + rng.uniform(-0.05, 0.12), size * rng.uniform(0.4, 0.8),
                        rng.uniform(0.2, 0.5), rng.uniform(0.6, 0.8), rng.uniform(0.5, 1.0)))
    return [tuple(float(x) for x in c) for c in out]


def waves(rng, amplitude):
    """Four shears that roughen the shape at constant volume: axis moved, amplitude mm, phase, and waves per mm along the
    two other axes."""
    return [(axis, float(rng.uniform(0, amplitude)), float(rng.uniform(0, 2 * np.pi)), *(float(x) for x in rng.uniform(-1, 1, 2) / rng.uniform(50, 90)))
            for axis in (0, 1, 0, 1)]


def timing(rng, kind, f, shifted):
    """Times in s and motion amplitudes."""
    rate = float(np.clip(rng.normal(66, 11), 45, 110)) * (1.15 if shifted else 1)
    beat = 60 / rate
    travel = 16.5 * (f["ef"] / 60) ** 0.9 * (f["length"] / 90) ** 0.5 + rng.normal(0, 1.6)
    if kind == HELD_OUT:
        travel *= 0.6
    eject = 0.29 + 0.12 * (beat - 0.95) + rng.normal(0, 0.02)
    return {"beat": beat, "travel": float(np.clip(travel, 2, min(24, 0.26 * f["length"]))),
            "ivc": rng.uniform(0.03, 0.055), "eject": float(np.clip(eject, 0.2, 0.38)) * (1.12 if shifted else 1),
            "ivr": rng.uniform(0.05, 0.11), "early_share": rng.uniform(0.35, 0.6) if shifted else rng.uniform(0.5, 0.8),
            "early_time": rng.uniform(0.12, 0.2), "kick_time": rng.uniform(0.09, 0.14),
            "torsion": float(np.clip(rng.normal(0.22, 0.08) * f["ef"] / 60, 0, 0.45)) * (0.4 if shifted else 1),
            "tapse_ratio": float(np.clip(rng.normal(1.3, 0.15) * (f["rv_ef"] / 56), 0.4, 1.7))}


def tables(rng, kind, f, shifted):
    """Relative shape tables [zeta, theta] (see anatomy.Heart)."""
    th, z = THETA[None], ZETA[:, None]
    profile = cavity_profile(rng.uniform(0.1, 0.38), rng.uniform(1.5, 2.5), rng.uniform(1.7, 2.7) + (0.6 if kind in ("dilated", "infarct") else 0))
    endo = profile[:, None] * (1 + smooth_field(rng, 5 if shifted else 4, 2, 0.085 if shifted else 0.055)).clip(0.7, 1.4)
    wall = (1 + smooth_field(rng, 3, 2, 0.12)).clip(0.5, 1.8) * (1.08 - 0.3 * np.clip(z, 0, 1) ** 2)
    strength = (1 + smooth_field(rng, 2, 2, 0.14)).clip(0.25, 1.8)
    delay = np.zeros_like(endo)
    if kind == "hypertrophic" or (kind == "stretched" and rng.random() < 0.2):
        where = rng.choice([0.0, -0.5, 2.5, -2.0]) + rng.normal(0, 0.2)
        level = rng.choice([0.25, 0.5, 0.9])
        wall *= 1 + rng.uniform(0, 1.3) * bump(th, where, rng.uniform(0.6, 1.3)) * np.exp(-0.5 * ((z - level) / rng.uniform(0.25, 0.6)) ** 2)
    if kind == "infarct" or (kind == "dilated" and rng.random() < 0.25):
        where, level = rng.choice([-0.7, 1.6, 3.0, -1.6]) + rng.normal(0, 0.3), rng.uniform(0.2, 1.05)
        scar = bump(th, where, rng.uniform(0.45, 1.1)) * np.exp(-0.5 * ((z - level) / rng.uniform(0.2, 0.45)) ** 2)
        scar = np.clip(scar * 1.5, 0, 1)
        wall *= 1 - rng.uniform(0.1, 0.6) * scar
        strength *= 1 - rng.uniform(0.6, 1.25) * scar
        if level > 0.75 and rng.random() < 0.6:
            endo *= 1 + rng.uniform(0.1, 0.45) * scar * (z < 1)
    if rng.random() < (0.3 if kind in ("dilated", "infarct") else 0.05):
        delay = rng.uniform(0.03, 0.12) * bump(th, np.pi + rng.normal(0, 0.6), 1.0) * np.ones_like(z)
    flatten = bump(th, f["rv_angle"], rng.uniform(0.5, 0.9)) * np.clip(1.2 - np.abs(z - 0.4) * 1.2, 0, 1)
    depth = rng.uniform(0.0, 0.34) * np.clip(z * 1.4 + rng.uniform(-0.2, 0.35), 0, 1)
    trab = depth * np.clip(fine_field(rng, int(rng.integers(6, 13)), int(rng.integers(14, 32))) * 2.2 - rng.uniform(0.5, 0.9), 0, 1)
    rv_trab = rng.uniform(2, 14) * np.clip(fine_field(rng, 10, 40) * 2.2 - 0.9, 0, 1) * np.clip(0.4 + z, 0, 1)
    groove = rng.uniform(0, 8) * np.exp(-0.5 * ((z + 0.02) / 0.12) ** 2)
    pads = np.clip(smooth_field(rng, 4, 3, 1.0) * rng.uniform(1, 9) + rng.uniform(-2, 5), 0, 22) + groove
    cast = lambda a: np.ascontiguousarray(np.broadcast_to(a, endo.shape), np.float32)
    return {"endo": cast(endo), "wall": cast(wall), "strength": cast(strength), "delay": cast(delay), "flatten": cast(flatten),
            "trabeculae": cast(trab), "rv_trabeculae": cast(rv_trab), "fat": cast(pads),
            "rv_wobble": cast((1 + smooth_field(rng, 5, 2, 0.08)).clip(0.75, 1.3))}
