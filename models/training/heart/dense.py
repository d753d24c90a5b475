"""A heart as a dense labelled image volume over the beat, and any single plane of it, for models that rebuild the whole."""

import numpy as np
import torch

from contrast import draw_style
from motion import animate
from planes import Plane
from render import Instants, Places, compose, render_plane
from scene import draw_scene, noise_at, paint, vessels

BOX = ((-90.0, 110.0), (-90.0, 90.0), (-125.0, 85.0))  # mm along e1, e2, e3: holds the largest heart of the population


def draw_scan(seed, shifted=False, again=False):
    """Surroundings and style of a scan: (scene, style), from a seed; `again` is another scan of the same patient."""
    rng = np.random.default_rng([seed, 5, int(again)])
    style = draw_style(rng, shifted)
    style["swirl"] = float(rng.uniform(0, 6.3))
    for name in ("la_gain", "ra_gain", "aorta_gain", "vein_gain"):
        style[name] = float(np.exp(rng.normal(-0.05, 0.12)))
    return draw_scene(np.random.default_rng([seed, 3])), style


def render_dense(heart, spacing_mm, phases, scene=None, style=None, device="cpu"):
    """Noise-free image and labels of the whole heart.

    `phases`: indices 0..23 of the beat. Returns (image float32 [T,z,y,x], relative to blood = 1, magnitude; labels uint8, same
    shape; origin mm of voxel 0 along (e3, e2, e1)). Axes z, y, x run along e3, e2, e1 at `spacing_mm`.
    """
    if scene is None or style is None:
        scene, style = draw_scan(heart.seed)
    beat = animate(heart, device=device)
    axes = [torch.arange(lo, hi, spacing_mm, device=device) for lo, hi in BOX]
    ny, nx = len(axes[1]), len(axes[0])
    image = np.zeros((len(phases), len(axes[2]), ny, nx), np.float32)
    labels = np.zeros(image.shape, np.uint8)
    off = torch.as_tensor(scene["offset"], device=device)
    for k, z in enumerate(axes[2]):
        y, x = torch.meshgrid(axes[1], axes[0], indexing="ij")
        points = torch.stack([x, y, z.expand_as(x)], -1).view(-1, 3)
        back, _ = paint(points, scene, style["tissue"])
        at = Places(beat, points)
        flow = [noise_at(points, s, off + c, c) for c, s in ((0, 11), (1, 18))]
        grain = noise_at(points, 4, off, 2)
        tubes = vessels(points, beat, scene)
        for i, t in enumerate(phases):
            s, member = compose(beat, at, Instants(beat, [t], at.r), style, back, flow, grain, tubes, True, width=spacing_mm)
            best, which = member[:, 0].max(0)
            image[i, k] = s[0].abs().view(ny, nx).cpu().numpy()
            label = torch.where(best > 1 - member[:, 0].sum(0), which + 1, 0).to(torch.uint8)
            labels[i, k] = label.view(ny, nx).cpu().numpy()
    return image, labels, np.array([float(axes[2][0]), float(axes[1][0]), float(axes[0][0])])


def free_plane(centre, u, v, thickness_mm, spacing_mm=1.8):
    """Plane of 96 x 96 pixels of 2 mm anywhere in true heart coordinates (mm; u right, v down, unit and orthogonal)."""
    c, u, v = (np.asarray(a, np.float64) for a in (centre, u, v))
    told = np.concatenate([c / 100, u, v, [spacing_mm / 2, thickness_mm / 10, 1]]).astype(np.float32)
    long_axis = abs(np.cross(u, v)[2]) < 0.7
    return Plane("4ch" if long_axis else "sax", c, u, v, spacing_mm, thickness_mm, np.zeros(3), told)


def render_slice(heart, plane, phases, seed=0, scene=None, style=None, device="cpu"):
    """Slab-sampled, faulty, noisy image and labels uint8 [T,96,96] of `plane` (see free_plane) at `phases`."""
    if scene is None or style is None:
        scene, style = draw_scan(heart.seed)
    rng = np.random.default_rng([heart.seed, 4, seed])
    gen = torch.Generator(device=device).manual_seed(int(rng.integers(2**60)))
    return render_plane(animate(heart, device=device), scene, style, plane, np.asarray(phases), rng, gen)
