"""True numbers of a heart: volumes by the tables or by counting soft memberships, areas on every slice of the stack."""

import numpy as np
import torch

from motion import DENSITY
from planes import MAX_STACK
from render import Instants, Places, atria, papillary, ventricles
from scene import vessels

NAMES = ("lvEdvMl", "lvEsvMl", "lvSvMl", "lvEfPct", "lvMassG", "papillaryMl", "rvEdvMl", "rvEsvMl", "rvSvMl", "rvEfPct", "laMaxMl",
         "laMinMl", "raMaxMl", "raMinMl", "mitralTravelMm", "wallMeanMm", "wallMaxMm")


def atria_ml(beat, spacing=4.5):
    """True LA and RA volumes [phase, 2] in mL, counted on a grid with everything that cuts into them."""
    dev = beat.radii.device
    p = beat.heart.p
    reach_x = max(beat.la_reach, beat.ra_reach) + 12
    axis = lambda lo, hi: torch.arange(lo, hi, spacing, device=dev)
    z0, z1 = beat.mitral_rest - max(p["la_height"], p["ra_height"]) - 16, float(beat.tricuspid.max()) + 22
    far = float(p["ra_x"]) + 70 + beat.ra_reach
    pts = torch.stack(torch.meshgrid(axis(-beat.la_reach - 22, far), axis(-reach_x - 12, reach_x + 34), axis(z0, z1), indexing="ij"), -1).view(-1, 3)
    at = Places(beat, pts)
    keep = (((at.la < beat.la_reach + 3) | (at.ra < beat.ra_reach + 3)) & (at.z < float(beat.tricuspid.max()) + 3)).nonzero().squeeze(1)
    at, pts = at.take(keep), pts[keep]
    aorta = vessels(pts, beat, None)[0]
    out = []
    for t in range(len(beat.mitral)):
        now = Instants(beat, [t], at.r)
        m = atria(beat, at, now, ventricles(beat, at, now, spacing), aorta, spacing)
        out.append([float(m["la_free"].sum()), float(m["ra_free"].sum())])
    return np.array(out) * spacing**3 / 1000


def papillary_ml(beat, spacing=2.0):
    """Papillary muscle volume inside the cavity at end-diastole, mL."""
    half = float(beat.radii[0, 0].amax()) + 2
    length = float(beat.length[0])
    dev = beat.radii.device
    axis = torch.arange(-half - 6, half + 6, spacing, device=dev)
    z = torch.arange(float(beat.mitral[0]), float(beat.mitral[0]) + length, spacing, device=dev)
    at = Places(beat, torch.stack(torch.meshgrid(axis, axis, z, indexing="ij"), -1).view(-1, 3))
    at = at.take((at.r < half).nonzero().squeeze(1))
    now = Instants(beat, [0], at.r)
    m = ventricles(beat, at, now, spacing)
    return float((papillary(beat, at, now, m, spacing) * m["lv"]).sum()) * spacing**3 / 1000


def stack_areas(beat, stack, frames_of, spacing=4.0):
    """True areas cm2 [MAX_STACK, phase, 3] of LV cavity, LV myocardium and RV cavity on every slice as it was imaged
    (breath-hold shift included); NaN where there is no slice."""
    dev = beat.radii.device
    out = np.full((MAX_STACK, len(beat.mitral), 3), np.nan, np.float32)
    size = 48
    every = torch.stack([torch.as_tensor(q.points(size=size, pixel=spacing), device=dev) for q in stack])
    at = Places(beat, every)
    reach = float(beat.radii[:, 2].amax()) + 3
    keep = ((at.r < reach) & (at.z > beat.mitral_rest - 40)).any(0).nonzero().squeeze(1)
    at = at.take(keep)
    for t in range(len(beat.mitral)):
        m = ventricles(beat, at, Instants(beat, [t], at.r), spacing)
        for c, name in enumerate(("lv", "myo", "rv")):
            out[: len(stack), t, c] = (m[name][0].sum(1) * spacing**2 / 100).cpu().numpy()
    for i in range(len(stack)):
        out[i] = out[i][frames_of[i]]
    return out


def truth_vector(beat, atrial, pap_ml):
    """The 17 numbers in the order of NAMES, float32."""
    lv, rv = beat.lv_ml, beat.rv_ml
    sv, rsv = lv.max() - lv.min(), rv.max() - rv.min()
    la, ra = atrial[:, 0], atrial[:, 1]
    return np.array([lv.max(), lv.min(), sv, 100 * sv / lv.max(), beat.myo_ml[0] * DENSITY, pap_ml, rv.max(), rv.min(), rsv, 100 * rsv / rv.max(),
                     la.max(), la.min(), ra.max(), ra.min(), beat.mitral.max() - beat.mitral.min(), beat.wall_mean, beat.wall_max], np.float32)
