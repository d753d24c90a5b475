"""The loop of models/dmcvr/CONTRACT.md in Python: inversion, mixing, decoding. Reference for models/dmcvr/sampler.ts."""

import numpy as np
import torch

from networks import alpha_bar, to_depth, to_space

BAR = alpha_bar().numpy()
REFINEMENTS = 2


def steps_of(count):
    """t_0 .. t_K."""
    return [int(np.floor(k * 999 / count + 0.5)) for k in range(count + 1)]


def level(t):
    return 1.0 if t is None else float(BAR[t])


@torch.no_grad()
def invert(denoise, clean, z, m, count, refinements=REFINEMENTS):
    """clean [N,4,48,48] in -1..1 -> x_T. Each step is refined until it undoes the decoding step (fixed point)."""
    t = steps_of(count)
    x, at = clean, None
    for k in range(1, count + 1):
        a, b, y = level(at), level(t[k]), x
        for _ in range(refinements + 1):
            eps = denoise(y, torch.full((len(x),), float(t[k])), z, m)
            y = np.sqrt(b) * (x - np.sqrt(1 - a) * eps) / np.sqrt(a) + np.sqrt(1 - b) * eps
        x, at = y, t[k]
    return x


@torch.no_grad()
def decode(denoise, noise, z, m, count):
    """x_T -> picture [N,4,48,48]."""
    t = steps_of(count)
    x = noise
    for k in range(count, 0, -1):
        eps = denoise(x, torch.full((len(x),), float(t[k])), z, m)
        a = level(t[k])
        hat = (x - np.sqrt(1 - a) * eps) / np.sqrt(a)
        if k <= count / 4:
            hat = hat.clamp(-1, 1)
        b = 1.0 if k == 1 else level(t[k - 1])
        x = np.sqrt(b) * hat + np.sqrt(1 - b) * eps if k > 1 else hat
    return x


def slerp(one, two, share):
    """Of two noises, flattened; linear below 1e-3 rad; the norm is interpolated."""
    a, b = one.flatten().double(), two.flatten().double()
    na, nb = a.norm(), b.norm()
    angle = torch.arccos((a @ b / (na * nb)).clamp(-1, 1))
    if angle < 1e-3:
        mixed = a * (1 - share) + b * share
    else:
        mixed = (torch.sin((1 - share) * angle) * a / na + torch.sin(share * angle) * b / nb) / torch.sin(angle)
    return (mixed / mixed.norm() * (na * (1 - share) + nb * share)).float().view_as(one)


@torch.no_grad()
def encode(nets, images, count):
    """Slices [N,1,96,96] in -1..1 -> logits, m, z, x_T."""
    logits, m = nets["segment"](images)
    z = nets["semantic"](to_depth(images))
    return logits, m, z, invert(nets["denoise"], to_depth(images), z, m, count)


@torch.no_grad()
def between(nets, codes, share, count):
    """Picture [1,1,96,96] between the two slices whose codes are given."""
    _, m, z, noise = codes
    mix = lambda v: v[:1] * (1 - share) + v[1:2] * share
    x = slerp(noise[0], noise[1], share)[None]
    return to_space(decode(nets["denoise"], x, mix(z), mix(m), count))
