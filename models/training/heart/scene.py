"""What lies around the heart, in patient directions (LPS, mm, heart at the origin): chest wall, lungs, diaphragm, liver,
stomach, spine, great vessels and clutter. Static over the beat; painted back to front onto sample points.
"""

import numpy as np
import torch
import torch.nn.functional as F

from anatomy import USUAL_E1, USUAL_E3

_noise = {}


def noise_volume(device):
    """Shared smooth noise [1,4,40,40,40], sd about 1, the same for every heart (each samples it at a place of its own)."""
    if device not in _noise:
        g = torch.Generator().manual_seed(7)
        v = torch.randn(1, 4, 40, 40, 40, generator=g)
        _noise[device] = v.to(device)
    return _noise[device]


def noise_at(points, scale, offset, channel=0):
    """Noise of feature size `scale` mm at points [N,3]; wraps by mirroring."""
    q = points / (20.0 * scale) + offset
    q = torch.remainder(q + 1, 4) - 1
    q = torch.where(q > 1, 2 - q, q)
    v = noise_volume(points.device)[:, channel : channel + 1]
    return F.grid_sample(v, q.view(1, 1, 1, -1, 3), align_corners=True).view(-1)


def orientation(rng):
    """Rows e1, e2, e3 of a heart in patient LPS, scattered about the usual direction."""
    e3 = USUAL_E3 + rng.normal(0, 0.16, 3)
    e3 /= np.linalg.norm(e3)
    e1 = USUAL_E1 + rng.normal(0, 0.16, 3)
    e1 -= (e1 @ e3) * e3
    e1 /= np.linalg.norm(e1)
    return np.stack([e1, np.cross(e3, e1), e3])


def draw_scene(rng):
    """Random surroundings: numbers by name (mm)."""
    thin = rng.random() < 0.4
    s = {"axes": orientation(rng), "cx": rng.normal(-35, 10), "cy": rng.normal(16, 8), "a": rng.uniform(140, 185), "b": rng.uniform(96, 128),
         "fat": rng.uniform(4, 14) if thin else rng.uniform(10, 40), "muscle": rng.uniform(6, 20), "rib_step": rng.uniform(24, 34),
         "rib_phase": rng.uniform(0, 6), "rib_dark": rng.uniform(0.2, 0.9), "diaphragm": rng.normal(-44, 8), "right_dome": rng.uniform(5, 30),
         "left_dome": rng.uniform(-5, 25), "liver_edge": rng.uniform(-20, 45), "media": rng.uniform(10, 40), "offset": rng.uniform(-1, 1, 3).astype(np.float32),
         "vessels": rng.uniform(0.0, 1.0), "vessel_mm": rng.uniform(3, 5.5), "under": rng.choice(["fat", "stomach", "gas", "bowel"]), "stomach": rng.uniform(20, 42),
         "stomach_level": rng.uniform(0.1, 1.6), "aorta_r": rng.uniform(9, 15), "vein_r": rng.uniform(5, 9), "clutter": []}
    for _ in range(rng.integers(2, 9)):
        d = rng.normal(0, 1, 3)
        d /= np.linalg.norm(d)
        s["clutter"].append((d * rng.uniform(62, 115), rng.uniform(4, 22, 3), rng.choice(["fat", "blood", "liver", "dark", "muscle"]), rng.uniform(0.5, 1.3)))
    return s


def ramp(d, width):
    """0 outside, 1 inside, linear over `width` mm about the surface d = 0."""
    return d.mul(1 / width).add_(0.5).clamp_(0, 1)


def capsule(q, a, b):
    """Distance of points from the segment a-b."""
    a, b = (torch.as_tensor(np.asarray(v, np.float32), device=q.device) for v in (a, b))
    d = b - a
    t = ((q - a) @ d / (d @ d)).clamp(0, 1)
    return (q - a - t[:, None] * d).norm(dim=1)


def paint(points, scene, tissue):
    """Signal of the surroundings at heart-frame points [N,3]; `tissue` maps names to signals (fat may be negative)."""
    axes = torch.as_tensor(scene["axes"], dtype=torch.float32, device=points.device)
    q = points @ axes
    x, y, z = q.unbind(1)
    off = torch.as_tensor(scene["offset"], device=q.device)
    rough = noise_at(q, 14, off)
    fine = noise_at(q, 5, off, 1)
    e = (((x - scene["cx"]) / scene["a"]) ** 2 + ((y - scene["cy"]) / scene["b"]) ** 2).sqrt()
    depth = (1 - e) * 0.5 * (scene["a"] + scene["b"]) * 0.95 + 2.5 * rough
    lay = lambda s, m, value: s + m * (value - s)

    vessel = ((noise_at(q, scene["vessel_mm"], off, 3) - 1.1) * 2.2).clamp_(0, 1) * scene["vessels"]
    s = tissue["lung"] * (1 + 0.4 * fine) + vessel * 0.7 * tissue["blood"]
    media = ramp(scene["media"] - ((x - scene["cx"] - 8).abs() - 6 * rough + 0.25 * (y - 20).abs()), 3)
    s = lay(s, media * ramp(y.abs() - 10, 8), tissue["fat"] * (0.75 + 0.15 * rough))

    level = scene["diaphragm"] + scene["right_dome"] * torch.exp(-(((x + 90) / 60) ** 2 + ((y - 5) / 70) ** 2)) \
        + scene["left_dome"] * torch.exp(-(((x - 60) / 45) ** 2 + ((y - 5) / 60) ** 2)) - 0.004 * (y - 5) ** 2
    under = level - z
    s = lay(s, ramp(under + 2, 2.5), tissue["muscle"])
    liver = tissue["liver"] * (1 + 0.07 * fine) + ((rough - 1.1) * 3).clamp_(0, 1) * 0.5 * (tissue["blood"] - tissue["liver"])
    left = ramp(x - scene["liver_edge"] + 5 * rough, 4)
    other = {"fat": tissue["fat"] * (0.8 + 0.15 * fine), "stomach": tissue["fat"] * (0.7 + 0.2 * fine), "gas": tissue["lung"] + 0 * x,
             "bowel": tissue["muscle"] * (1 + 0.6 * rough)}[str(scene["under"])]
    s = lay(s, ramp(under, 2), liver + left * (other - liver))
    if scene["under"] == "stomach":
        d = scene["stomach"] - ((x - 62) ** 2 + (y + 5) ** 2 + 0.7 * (z - scene["diaphragm"] + scene["stomach"]) ** 2).sqrt() + 3 * rough
        s = lay(s, ramp(d, 2) * ramp(under - 3, 2), tissue["muscle"])
        s = lay(s, ramp(d - 4, 2) * ramp(under - 7, 2), tissue["muscle"] * scene["stomach_level"] * (1 + 0.35 * fine))

    spine = 22 - ((x - scene["cx"]) ** 2 + (y - scene["cy"] - 70) ** 2).sqrt()
    s = lay(s, ramp(spine + 26, 4) * ramp(y - scene["cy"] - 50, 5), tissue["muscle"] * (1 + 0.15 * rough))
    s = lay(s, ramp(spine, 3), tissue["bone"])
    s = lay(s, ramp(9 - ((x - scene["cx"]) ** 2 + (y - scene["cy"] - 101) ** 2).sqrt(), 3), tissue["blood"] * 1.2)
    tube = scene["aorta_r"] - ((x - scene["cx"] - 24) ** 2 + (y - scene["cy"] - 44) ** 2).sqrt()
    s = lay(s, ramp(tube + 5, 3), tissue["fat"] * 0.7)
    s = lay(s, ramp(tube + 1.5, 2), tissue["muscle"])
    s = lay(s, ramp(tube, 2), tissue["blood"])
    for place, semi, name, gain in scene["clutter"]:
        c = torch.as_tensor(np.asarray(place, np.float32), device=q.device)
        w = torch.as_tensor(np.asarray(semi, np.float32), device=q.device)
        d = (1 - ((q - c) / w).norm(dim=1)) * float(min(semi)) + 1.5 * fine
        s = lay(s, ramp(d, 2), tissue[str(name)] * gain)

    wall = scene["fat"] + scene["muscle"]
    s = lay(s, ramp(wall + 3 - depth, 2.5), tissue["fat"] * 0.8)
    ribs = torch.sin((z + 0.35 * y) * (2 * np.pi / scene["rib_step"]) + scene["rib_phase"])
    flesh = tissue["muscle"] * (1 + 0.2 * fine) + ramp(ribs - 0.35, 0.4) * scene["rib_dark"] * (tissue["bone"] - tissue["muscle"])
    s = lay(s, ramp(wall - depth, 2), flesh)
    s = lay(s, ramp(scene["fat"] - depth, 2), tissue["fat"] * (1 + 0.06 * fine))
    s = lay(s, ramp(-depth, 2), 0 * x)
    return s, depth


def vessels(points, beat, scene):
    """Distances (mm, negative inside the lumen) of the ascending aorta, the pulmonary trunk and the lung veins and the
    caval vein in heart coordinates, as one minimum per kind: (aorta, others)."""
    p = beat.heart.p
    top = float(beat.mitral[0])
    a0 = np.array([p["aorta_x"], p["aorta_y"], top + 8])
    lean = np.array([p["aorta_lean_x"], p["aorta_lean_y"], -1.0])
    a1 = a0 + lean * 55
    aorta = capsule(points, a0, a1) - p["aorta_radius"]
    if scene is None:
        return aorta, None
    axes = scene["axes"]
    to_heart = lambda v: axes @ np.asarray(v, float)
    radius = beat.base_radius
    ang = p["rvot_angle"]
    t0 = np.array([radius * 1.15 * np.cos(ang), radius * 1.15 * np.sin(ang), top + p["pv_level"]])
    t1 = t0 + np.array([-12.0, 4.0, -26.0])
    trunk = torch.minimum(capsule(points, t0, t1), capsule(points, t1, t1 + np.array([-22.0, 26.0, -14.0])) + 2) - p["aorta_radius"] * 0.92
    roof = np.array([p["la_x"], p["la_y"], top - 0.6 * p["la_height"]])
    side = to_heart((-60, 25, 8))
    v = scene["vein_r"]
    right = capsule(points, roof + np.array([12.0, 8.0, 0]), roof + side) - v
    left = capsule(points, roof + np.array([-12.0, 8.0, 0]), roof - side * 0.9 + to_heart((0, 40, 0))) - v
    ra = np.array([p["ra_x"] + 1.15 * radius, p["ra_y"], top - 0.5 * p["ra_height"]])
    cava = capsule(points, ra + to_heart((0, 0, -90)), ra + to_heart((0, 0, 100))) - v * 1.5
    others = torch.minimum(torch.minimum(trunk, cava), torch.minimum(left, right))
    return aorta, others
