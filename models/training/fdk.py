"""FDK reconstruction for a full 360-degree circular scan (Feldkamp, Davis and Kress, J Opt Soc Am A 1:612, 1984)."""

import math
from dataclasses import replace

import numpy as np
from scipy import fft

from kernels import backproject


def ramp(n, pitch, cutoff):
    """Frequency response (rfft of length n) of the band-limited ramp for samples `pitch` mm apart, times a Hann
    window that falls to zero at `cutoff` x Nyquist."""
    k = np.arange(n)
    k = np.minimum(k, n - k)
    kernel = np.zeros(n)
    odd = k % 2 == 1
    kernel[odd] = -1.0 / (math.pi * k[odd] * pitch) ** 2
    kernel[0] = 0.25 / pitch**2
    response = np.maximum(np.real(np.fft.rfft(kernel)), 0)
    f = np.arange(n // 2 + 1) / (n / 2)
    window = np.where(f < cutoff, 0.5 * (1 + np.cos(math.pi * np.minimum(f / cutoff, 1))), 0)
    return (response * window * pitch).astype(np.float32)


def displaced_weight(u, geo):
    """[nu] weights of a laterally shifted panel (Wang, Med Phys 29:1634, 2002): a ray and its opposite share 2."""
    if geo.u0 == 0:
        return np.ones_like(u)
    side = np.sign(geo.u0)
    short = 0.5 * geo.nu * geo.du - abs(geo.u0)
    share = np.clip(np.arctan(side * u / geo.sdd) / math.atan(short / geo.sdd), -1, 1)
    return 1 + np.sin(0.5 * math.pi * share)


def widened(geo):
    """A shifted panel with columns added on its short side until it is centred, and how many (before, after): the
    filtered data spread beyond the measured edge and must be back-projected from there too."""
    if geo.u0 == 0:
        return geo, (0, 0)
    add = int(round(2 * abs(geo.u0) / geo.du))
    wide = replace(geo, nu=geo.nu + add, u0=geo.u0 - math.copysign(add * geo.du / 2, geo.u0))
    return wide, (add, 0) if geo.u0 > 0 else (0, add)


def filtered(proj, geo, cutoff=1.0, workers=2):
    """Cosine weight and row-wise ramp filter; pitch is taken at the isocentre. [view,nu,nv] -> [view,nu',nv] on the
    `widened` panel."""
    u = (np.arange(geo.nu) - (geo.nu - 1) / 2) * geo.du + geo.u0
    v = (np.arange(geo.nv) - (geo.nv - 1) / 2) * geo.dv
    cosine = geo.sdd / np.sqrt(geo.sdd**2 + u[:, None] ** 2 + v[None] ** 2) * displaced_weight(u, geo)[:, None]
    wide, add = widened(geo)
    n = 1 << int(math.ceil(math.log2(2 * wide.nu)))
    h = ramp(n, geo.du * geo.sad / geo.sdd, cutoff)
    out = np.empty((len(proj), wide.nu, geo.nv), np.float32)
    for a in range(0, len(proj), 25):
        block = np.pad(proj[a:a + 25] * cosine.astype(np.float32), ((0, 0), add, (0, 0)))
        spec = fft.rfft(block, n, axis=1, workers=workers) * h[None, :, None]
        out[a:a + 25] = fft.irfft(spec, n, axis=1, workers=workers)[:, :wide.nu]
    return out


def reconstruct(flt, grid, geo):
    """Filtered projections -> attenuation [nz,ny,nx] in 1/mm."""
    return backproject(flt, grid, widened(geo)[0], fdk_weight=True, scale=math.pi / len(geo.beta))


def fdk(proj, grid, geo, cutoff=1.0):
    """Line integrals -> attenuation [nz,ny,nx] in 1/mm."""
    return reconstruct(filtered(proj, geo, cutoff), grid, geo)
