"""Philox 4x32-10 (Salmon et al., SC 2011) and the detector noise drawn from it: the twin of
studies/tomography/simulation (philox.ts, photon-noise.ts). Same seed, view and pixel: same noise."""

import numpy as np

DETECTOR_KEY = 0x53504152
NORMAL_ABOVE = 50.0
MOST_COUNTS = 200
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_LOW, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)


def philox(c0, c1, c2, c3, k0, k1):
    """Four uint32 words of the counter (arrays or numbers) under the key."""
    c = [np.asarray(v, np.uint64) for v in np.broadcast_arrays(c0, c1, c2, c3)]
    for n in range(10):
        a, b = _M0 * c[0], _M1 * c[2]
        key0, key1 = (np.uint64((k + n * w) & 0xFFFFFFFF) for k, w in ((k0, 0x9E3779B9), (k1, 0xBB67AE85)))
        c = [(b >> _SHIFT) ^ c[1] ^ key0, b & _LOW, (a >> _SHIFT) ^ c[3] ^ key1, a & _LOW]
    return [v.astype(np.uint32) for v in c]


class CounterNoise:
    """Stands in for numpy's generator in simulate.measure."""

    def __init__(self, seed):
        self.seed = int(seed)

    def counted(self, expected, electronic, first_view):
        """expected photons [view,nu,nv] -> photons counted, with electronic noise; float32."""
        out = np.empty(expected.shape, np.float32)
        pixels = np.arange(expected[0].size).reshape(expected[0].shape)
        for n, mean in enumerate(expected.astype(np.float64)):
            w = philox(pixels, first_view + n, 0, 0, self.seed, DETECTOR_KEY)
            u0, u1, u2 = ((v + 0.5) / 4294967296 for v in w[:3])
            radius, angle = np.sqrt(-2 * np.log(u0)), 2 * np.pi * u1
            quanta = mean + np.sqrt(mean) * radius * np.cos(angle)
            few = mean <= NORMAL_ABOVE
            quanta[few] = _poisson(mean[few], u2[few])
            out[n] = quanta + electronic * radius * np.sin(angle)
        return out


def _poisson(mean, uniform):
    """Smallest n whose cumulative probability reaches `uniform`."""
    probability = np.exp(-mean)
    cumulative, count = probability.copy(), np.zeros(mean.shape)
    for n in range(1, MOST_COUNTS + 1):
        more = cumulative < uniform
        if not more.any():
            break
        probability = probability * mean / n
        count[more] = n
        cumulative = np.where(more, cumulative + probability, cumulative)
    return count
