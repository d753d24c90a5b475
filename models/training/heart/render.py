"""Draws a beating heart on planes or on a dense grid: soft memberships of the parts, signals, labels. Lengths in mm.

Phases are drawn a few at a time: every array of a phase-dependent quantity is [phase, ..., points].
"""

import numpy as np
import torch
import torch.nn.functional as F

from anatomy import THETA, ZETA
from contrast import scan
from planes import SIZE
from scene import noise_at, paint, ramp, vessels

SLABS = {"sax": ((-0.36, 0.3), (0.0, 0.4), (0.36, 0.3)), "long": ((-0.27, 0.5), (0.27, 0.5))}
CHUNK = 12


class Places:
    """What about sample points [..., 3] (heart frame) does not change over the beat."""

    def __init__(self, beat, points):
        p = beat.heart.p
        x, y, z = points.unbind(-1)
        for axis, amplitude, phase, a, b in p["waves"]:
            turn = 2 * np.pi
            if axis == 0:
                x = x + amplitude * torch.sin(turn * (a * y + b * z) + phase)
            else:
                y = y + amplitude * torch.sin(turn * (a * x + b * z) + phase)
        self.z = z - p["tilt_x"] * x - p["tilt_y"] * y
        s = (self.z / (0.5 * p["length"])).clamp(-1.3, 1.3) ** 2 - 0.5
        self.x, self.y = x - p["bend_x"] * s, y - p["bend_y"] * s
        self.r = torch.sqrt(self.x**2 + self.y**2)
        theta = torch.atan2(self.y, self.x)
        self.u = ((theta + np.pi) / (2 * np.pi) * len(THETA) + 0.5) * (2 / (len(THETA) + 1)) - 1
        ang = theta - p["rvot_angle"]
        self.front = torch.exp(-0.5 * (torch.atan2(torch.sin(ang), torch.cos(ang)) / 0.55) ** 2)
        self.la = oval(self.x - p["la_x"], self.y - p["la_y"], p["la_aspect"], p["la_turn"])
        self.ra = oval(self.x - p["ra_x"] - 1.15 * beat.base_radius, self.y - p["ra_y"], p["ra_aspect"], p["ra_turn"])

    def take(self, index):
        """The same for some of the points (last axis)."""
        out = object.__new__(Places)
        out.__dict__.update({k: v[..., index] for k, v in self.__dict__.items()})
        return out


class Instants:
    """Numbers of some phases as tensors [phase, 1...] that broadcast against the points."""

    def __init__(self, beat, phases, like):
        shape = (-1,) + (1,) * like.dim()
        tensor = lambda a: torch.as_tensor(np.asarray(a, np.float32)[phases], device=like.device).view(shape)
        self.phases = phases
        self.mitral, self.length, self.tricuspid = tensor(beat.mitral), tensor(beat.length), tensor(beat.tricuspid)
        self.la, self.ra, self.closed = tensor(beat.la), tensor(beat.ra), tensor(beat.closed)
        self.torsion, self.pap = tensor(beat.torsion), tensor(np.minimum(beat.pap, 0.36))
        self.swing = tensor(np.cos(2 * np.pi * np.arange(len(beat.mitral)) / len(beat.mitral)))


def oval(x, y, aspect, turn):
    """Distance in an oval cross-section of area pi q^2, with a slight third lobe."""
    c, s = np.cos(turn), np.sin(turn)
    a, b = c * x + s * y, -s * x + c * y
    q = torch.sqrt(a * a * aspect + b * b / aspect)
    return q * (1 + 0.07 * (a * a * a - 3 * a * b * b) / (q**3 + 1))


def bulge(u):
    """Atrial radius over its height: u 0 at the roof, 1 at the valve."""
    return torch.sqrt((1 - ((u - 0.58) / 0.62) ** 2).clamp_(min=0)) - (u < 0) * 0.2


BULGE = float((bulge(torch.linspace(0, 1, 400)) ** 2).mean())


def ventricles(beat, at, now, width):
    """Soft memberships of the ventricles' parts and the table values at the points; `width` mm is the soft edge."""
    p = beat.heart.p
    zeta = (at.z - now.mitral) / now.length
    v = (zeta - float(ZETA[0])).mul_(2 / float(ZETA[-1] - ZETA[0])).sub_(1)
    grid = torch.stack([at.u.expand_as(v), v], -1).view(len(now.phases), 1, -1, 2)
    g = F.grid_sample(beat.radii[now.phases], grid, align_corners=True, padding_mode="border")
    endo, epi, right, sac, trab, rv_trab = (g[:, c].view_as(zeta) for c in range(6))
    ventricle = ramp(at.z - now.mitral, width)
    cavity = ramp(endo - at.r, width)
    shell = ramp(epi - at.r, width)
    lv = cavity * ventricle
    myo = (shell - cavity).clamp_(min=0) * ventricle
    pv = beat.mitral_rest + p["pv_level"] + 0.35 * (now.mitral - beat.mitral_rest)
    top = at.z - torch.lerp(now.tricuspid.expand_as(zeta), pv, at.front)
    outside = 1 - shell
    rv = ramp(right - at.r, width) * outside * ramp(top, width)
    wall = ramp(right + p["rv_wall"] - at.r, width).mul_(outside).mul_(ramp(top + 3, width)).mul_(ramp(right - epi + 4, 4)).sub_(rv).clamp_(min=0)
    return {"lv": lv, "myo": myo, "rv": rv, "rv_wall": wall, "sac": ramp(sac - at.r, width).mul_(ramp(at.z - now.mitral + 14, 6)), "zeta": zeta,
            "endo": endo, "right": right, "trab": trab, "rv_trab": rv_trab, "body": shell * ventricle}


def atria(beat, at, now, m, aorta, width):
    """Adds the atria, their walls and the aortic root ("tube" with its wall) to the memberships `m`."""
    p = beat.heart.p
    free = (1 - m["rv"] - m["rv_wall"]).clamp_(min=0)
    above = (1 - m["rv"] - m["rv_wall"] - m["body"]).clamp_(0, 1)
    tube = ramp(1.6 - aorta, width) * ramp(now.mitral + 2 - at.z, width) * above
    for name, q, level, rest, ml in (("la", at.la, now.mitral, beat.mitral_rest, now.la), ("ra", at.ra, now.tricuspid, beat.tricuspid_rest, now.ra)):
        roof = rest - p[name + "_height"]
        a = torch.sqrt(ml * 1000 / (np.pi * BULGE * (level - roof)))
        gap = bulge((at.z - roof) / (level - roof)) * a - q
        floor = ramp(level - at.z, width) * free
        if name == "ra":
            floor = floor * (1 - m["la_wall"]) * (1 - m["body"])
        m[name] = ramp(gap, width) * floor
        m[name + "_wall"] = ramp(gap + 2.2, width) * floor
    m["tube"], m["above"] = tube, above
    m["la_free"], m["ra_free"] = m["la"] * (1 - tube), m["ra"] * (1 - tube)
    return m


def papillary(beat, at, now, m, width):
    """Membership of the papillary muscles inside the cavity."""
    out = 0
    for angle, depth, part, start, end, stretch in beat.heart.p["papillaries"]:
        c, s = float(np.cos(angle)), float(np.sin(angle))
        dr = c * at.x + s * at.y - depth * m["endo"]
        dt = c * at.y - s * at.x + (0.2 * depth) * now.torsion * m["endo"]
        gap = (part * now.pap) * m["endo"] - torch.sqrt(dr.square_().mul_(stretch).add_(dt.square_(), alpha=1 / stretch))
        out = out + ramp(gap, width) * ramp((m["zeta"] - (start + end) / 2).abs_().neg_().add_((end - start) / 2), 0.08)
    return out.clamp_(max=1)


def leaflets(at, now, m):
    """Mitral leaflets: a thin sheet across the valve in systole, a short open funnel in diastole."""
    depth = at.z - now.mitral
    sheet = ramp(1.2 - depth, 1.5) * now.closed
    funnel = ramp(1.0 - (at.r - m["endo"] * (0.85 - 0.018 * depth)).abs_(), 1.5) * ramp(18 - depth, 3) * (1 - now.closed)
    return torch.maximum(sheet, funnel * (0.5 + 0.5 * at.y / (at.r + 1)))


def compose(beat, at, now, style, back, flow, grain, tubes, valves, width=2.0):
    """Signed signal and the class memberships [class, phase, ...]; unless `valves`, the points
    are all below the valves. `tubes`: distances of aorta and other vessels; the latter lie in `back` already."""
    m = ventricles(beat, at, now, width)
    tissue = style["tissue"]
    muscle = tissue["muscle"] * (1 + style["muscle_texture"] * grain)
    blood = (1 + 0.6 * style["texture"] * flow[0]) + (0.4 * style["texture"] * flow[0] - style["flow"] * flow[1].clamp(min=0)) * now.swing
    strands = (style["strands"] * (grain.abs() * 1.6 - 1.2)).clamp_(0, 1)
    sac = tissue["fat"] * (0.85 + 0.12 * flow[0] - strands) + muscle * strands
    aorta, others = tubes
    s = torch.lerp(back, sac, m["sac"] * (1 - ramp(1.6 - others, width)))
    members = [m["lv"], m["myo"], m["rv"]]
    if valves:
        atria(beat, at, now, m, aorta, width)
        for name in ("ra", "la"):
            s = torch.lerp(s, muscle, m[name + "_wall"])
            s = torch.lerp(s, blood * style[name + "_gain"], m[name])
        s = torch.lerp(s, muscle, m["tube"])
        s = torch.lerp(s, blood * style["aorta_gain"], ramp(-aorta, width) * ramp(now.mitral + 2 - at.z, width) * m["above"])
        members += [m["la_free"], m["ra_free"]]
    s = torch.lerp(s, muscle, m["rv_wall"])
    inside = torch.lerp(blood * style["rv_gain"], muscle, style["trab"] * ramp(m["rv_trab"] - (m["right"] - at.r), 2.5))
    s = torch.lerp(s, inside, m["rv"])
    s = torch.lerp(s, muscle, m["myo"])
    solid = style["trab"] * ramp(at.r - m["endo"] * (1 - m["trab"]), 2.5) * (m["trab"] > 0.01)
    solid = torch.maximum(torch.maximum(solid, papillary(beat, at, now, m, width)), style["leaflet"] * leaflets(at, now, m))
    s = torch.lerp(s, torch.lerp(blood, muscle, solid), m["lv"])
    return s, torch.stack(members)


def render_plane(beat, scene, style, plane, frames, rng, gen):
    """Image uint8 [T,96,96] and labels uint8 [T,96,96] of a plane over the phases `frames` (indices of the beat)."""
    device = beat.radii.device
    slab = SLABS["sax" if plane.view == "sax" else "long"]
    offsets = torch.tensor([o * plane.thickness for o, _ in slab], device=device)
    weights = torch.tensor([w for _, w in slab], device=device)[:, None]
    middle = torch.as_tensor(plane.points(), device=device)
    normal = torch.as_tensor(plane.normal.astype(np.float32), device=device)
    every = middle[None] + offsets[:, None, None] * normal
    n, k = SIZE * SIZE, len(slab)
    back, depth = (a.view(k, n) for a in paint(every.reshape(-1, 3), scene, style["tissue"]))
    at = Places(beat, every)
    aorta, others = (d.view(k, n) for d in vessels(every.reshape(-1, 3), beat, scene))
    style = dict(style)
    for name in ("rv_gain", "la_gain", "ra_gain", "aorta_gain", "vein_gain"):
        style[name] = style[name] * float(np.exp(rng.normal(0, style["slice_gain"])))
    for name, tube in (("vein_gain", others), ("aorta_gain", torch.maximum(aorta, at.z - beat.mitral_rest))):
        back = torch.lerp(back, torch.full_like(back, style["tissue"]["muscle"]), ramp(1.6 - tube, 2.0))
        back = torch.lerp(back, torch.full_like(back, style[name]), ramp(-tube, 2.0))
    near, high = near_heart(beat, at, aorta)
    signal = (back * weights).sum(0).repeat(len(frames), 1)
    labels = torch.zeros(len(frames), n, dtype=torch.uint8, device=device)
    frames = torch.as_tensor(np.asarray(frames))
    for valves, pick in ((False, near & ~high), (True, near & high)):
        pick = pick.nonzero().squeeze(1)
        if not len(pick):
            continue
        some = at.take(pick)
        points = every[:, pick].reshape(-1, 3)
        off = torch.as_tensor(scene["offset"], device=device)
        flow = [noise_at(points, s, off + c, c).view(k, -1) for c, s in ((0, 11), (1, 18))]
        grain = noise_at(points, 4, off, 2).view(k, -1)
        tubes = (aorta[:, pick], others[:, pick])
        for i in range(0, len(frames), CHUNK):
            now = Instants(beat, frames[i : i + CHUNK], some.r)
            s, member = compose(beat, some, now, style, back[:, pick], flow, grain, tubes, valves)
            signal[i : i + CHUNK, pick] = (s * weights).sum(1)
            member = (member * weights).sum(2)
            best, which = member.max(0)
            labels[i : i + CHUNK, pick] = torch.where(best > 1 - member.sum(0), which + 1, 0).to(torch.uint8)
    image = scan(signal.view(-1, SIZE, SIZE), depth[k // 2].view(SIZE, SIZE), middle.view(SIZE, SIZE, 3), style, plane.spacing, rng, gen)
    return image, labels.view(-1, SIZE, SIZE)


def near_heart(beat, at, aorta):
    """Two masks over the last axis: points a moving part can reach in some phase; points that may lie above a valve."""
    reach = 0
    for t in (0, 8, 16):
        v = (at.z - float(beat.mitral[t])) / float(beat.length[t])
        v = (v - float(ZETA[0])) * (2 / float(ZETA[-1] - ZETA[0])) - 1
        grid = torch.stack([at.u, v], -1).view(1, 1, -1, 2)
        sac = F.grid_sample(beat.radii[t : t + 1, 3:4], grid, align_corners=True, padding_mode="border").view(at.r.shape)
        reach = torch.maximum(sac, torch.as_tensor(reach))
    low, high = float(beat.mitral.min()), max(float(beat.tricuspid.max()), float(beat.mitral.max()))
    body = (at.r < reach + 6) & (at.z > low - 30)
    cap = ((at.la < beat.la_reach + 5) | (at.ra < beat.ra_reach + 5)) & (at.z < high + 4) & (at.z > low - 75)
    root = (aorta < 4) & (at.z < high + 5) & (at.z > low - 8)
    return (body | cap | root).any(0), (at.z < high + 5).any(0)
