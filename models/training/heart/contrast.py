"""Signals and faults of cine bSSFP: tissue contrast, shading, banding, ghosts, mixing of beats, noise, display range."""

import numpy as np
import torch

TISSUES = {  # proton density, T1 ms, T2 ms: two sets each (MRXCAT family)
    "muscle": ((80, 900, 50), (88, 1000, 43)),
    "blood": ((95, 1200, 100), (79, 1387, 280)),
    "liver": ((90, 800, 50), (85, 700, 45)),
    "fat": ((70, 350, 30), (60, 250, 70)),
    "bone": ((12, 250, 20), (30, 300, 40)),
}


def steady_state(density, t1, t2, flip, echo=1.5):
    """bSSFP signal on resonance: PD sin(a) exp(-TE/T2) / ((T1/T2 + 1) - cos(a) (T1/T2 - 1)); flip in rad, times ms."""
    return density * np.sin(flip) * np.exp(-echo / t2) / ((t1 / t2 + 1) - np.cos(flip) * (t1 / t2 - 1))


def draw_style(rng, shifted=False):
    """Random scan style: tissue signals relative to blood = 1 and every fault's strength."""
    flip = np.radians(rng.uniform(40, 65))
    other = rng.random()
    tissue = {}
    for name, (a, b) in TISSUES.items():
        mix = np.clip(other + rng.normal(0, 0.25), 0, 1)
        pd, t1, t2 = (x + mix * (y - x) for x, y in zip(a, b))
        pd, t1, t2 = pd * rng.normal(1, 0.06), t1 * rng.normal(1, 0.08), t2 * rng.normal(1, 0.1)
        tissue[name] = steady_state(pd, t1, t2, flip) * np.exp(rng.normal(0, 0.08))
    blood = tissue["blood"]
    tissue = {k: v / blood for k, v in tissue.items()}
    tissue["muscle"] *= rng.uniform(0.55, 1.05)
    tissue["liver"] *= rng.uniform(0.6, 1.1)
    tissue["fat"] *= np.exp(rng.normal(0.1, 0.25))
    if shifted:
        tissue["muscle"] *= 1.25
        tissue["fat"] *= 0.55
    tissue["fat"] *= -1 if rng.random() < 0.75 else 1
    tissue["lung"] = rng.uniform(0.015, 0.09)
    tissue["dark"] = 0.02
    hit = lambda share: rng.random() < share
    return {
        "tissue": tissue, "snr": float(np.exp(rng.uniform(np.log(8), np.log(40)))),
        "shade": rng.uniform(0.2, 4) if hit(0.8) else 0.0, "shade_mm": rng.uniform(18, 80), "tilt": rng.normal(0, 0.25, 3),
        "band": rng.uniform(0.2, 0.8) if hit(0.25) else 0.0, "ghost": rng.uniform(0.05, 0.3) if hit(0.2) else 0.0,
        "ghost_axis": int(rng.integers(2)), "ghost_by": int(rng.integers(20, 48)), "mix": rng.uniform(0.2, 0.5) if hit(0.08) else 0.0,
        "mix_by": int(rng.integers(2, 6)), "temporal": rng.uniform(0, 0.3), "blur": rng.uniform(0.0, 0.75), "gamma": float(np.exp(rng.normal(0, 0.2))),
        "texture": rng.uniform(0.0, 0.16), "flow": rng.uniform(0.0, 0.25),
        "rv_gain": float(np.exp(rng.normal(0.0, 0.12))), "slice_gain": 0.08, "muscle_texture": rng.uniform(0, 0.09), "trab": rng.uniform(0.5, 1.0),
        "sharpen": rng.uniform(0.2, 1.2) if hit(0.35) else 0.0, "strands": rng.uniform(0, 1.2), "leaflet": rng.uniform(0, 0.6), "metal": hit(0.12), "noise_blur": rng.uniform(0, 0.7),
    }


def blur(images, sigma):
    """Three-tap Gaussian blur of the last two axes, sigma in pixels (below 0.2 too small to matter)."""
    if sigma < 0.2:
        return images
    side = float(np.exp(-0.5 / sigma**2))
    side /= 1 + 2 * side
    for axis in (-1, -2):
        n = images.shape[axis]
        out = images * (1 - 2 * side)
        out.narrow(axis, 1, n - 1).add_(images.narrow(axis, 0, n - 1), alpha=side)
        out.narrow(axis, 0, n - 1).add_(images.narrow(axis, 1, n - 1), alpha=side)
        out.narrow(axis, 0, 1).add_(images.narrow(axis, 0, 1), alpha=side)
        out.narrow(axis, n - 1, 1).add_(images.narrow(axis, n - 1, 1), alpha=side)
        images = out
    return images


def scan(signal, depth, points, style, spacing, rng, gen):
    """Faults, noise and display of one plane: signed signal [T,H,W], chest depth mm and points [H,W,3] -> uint8 [T,H,W];
    with style["raw"] the magnitudes (float), for stacks that are displayed together."""
    t, h, w = signal.shape
    dev = signal.device
    image = blur(signal, style["blur"] * spacing / 2)
    if style["sharpen"]:
        image = image + style["sharpen"] * (image - blur(image, 0.8))
    tilt = torch.as_tensor(style["tilt"], dtype=torch.float32, device=dev)
    near = torch.exp(-depth.clamp(min=0) / style["shade_mm"])
    gain = (0.5 + style["shade"] * near) / (0.5 + style["shade"] * near).mean() * (1 + (points @ tilt) / 100).clamp(0.3, 3)
    if style["band"]:
        a, b, c = rng.uniform(-1, 1, 3)
        yy, xx = torch.meshgrid(torch.linspace(-1, 1, h, device=dev), torch.linspace(-1, 1, w, device=dev), indexing="ij")
        field = 2.2 * (a * xx + b * yy) + 1.5 * c * (xx * yy + xx**2 - yy**2) + rng.uniform(0.6, 2.4)
        gain = gain * (1 - style["band"] * torch.exp(-((field / 0.35) ** 2)))
    image = image * gain
    if style["temporal"]:
        k = style["temporal"]
        image = image * (1 - k) + 0.5 * k * (image.roll(1, 0) + image.roll(-1, 0))
    if style["mix"]:
        image = image * (1 - style["mix"]) + style["mix"] * image.roll(style["mix_by"], 0)
    if style["metal"] and rng.random() < 0.7:
        image = metal(image, rng)
    if style["ghost"]:
        moving = image - image.mean(0, keepdim=True)
        image = image + style["ghost"] * (moving.roll(style["ghost_by"], 1 + style["ghost_axis"]) - moving.roll(-style["ghost_by"], 1 + style["ghost_axis"])) \
            + 0.1 * style["ghost"] * image.roll(style["ghost_by"], 1 + style["ghost_axis"]).abs()
    sd = float(gain[h // 4 : -h // 4, w // 4 : -w // 4].mean()) * (2 / spacing) / style["snr"] * 0.7
    noise = torch.randn(2, t, h, w, generator=gen, device=dev)
    noise = blur(noise, style["noise_blur"])
    image = ((image + sd * noise[0]) ** 2 + (sd * noise[1]) ** 2).sqrt()
    return image if style.get("raw") else display(image, style["gamma"])


def display(image, gamma):
    """1st to 99th percentile of everything given to 0..255, uint8."""
    some = image.reshape(-1)[::7]
    low, high = (float(torch.kthvalue(some, max(1, int(q * some.numel()))).values) for q in (0.01, 0.99))
    image = ((image - low) / max(high - low, 1e-6)).clamp_(0, 1)
    return (image ** gamma * 255).round_().to(torch.uint8)


def metal(image, rng):
    """Rings and a void about a sternal wire, near the upper left border where the chest wall lies."""
    _, h, w = image.shape
    y0, x0 = rng.uniform(0.1, 0.5) * h, rng.uniform(0.0, 0.24) * w
    yy, xx = torch.meshgrid(torch.arange(h, device=image.device), torch.arange(w, device=image.device), indexing="ij")
    d = ((yy - y0) ** 2 + (xx - x0) ** 2).sqrt() + 1e-3
    size = float(rng.uniform(4, 12))
    rings = torch.cos(d * rng.uniform(1.0, 2.2) + rng.uniform(0, 2) * torch.sin(int(rng.integers(1, 5)) * torch.atan2(yy - y0, xx - x0) + rng.uniform(0, 6)))
    near = torch.exp(-((d / size) ** 4))
    return image * (1 - near) + near * (0.5 + 0.6 * rings).clamp(0, 2) * image.abs().mean() * 1.5
