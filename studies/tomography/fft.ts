/** Radix-2 complex Fourier transform in place; length a power of two. The inverse divides by it. */
export function fftInPlace(real: Float64Array, imaginary: Float64Array, inverse: boolean): void {
  const n = real.length;
  reverseBits(real, imaginary);
  const { cosines, sines } = twiddles(n);
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const stride = n / size;
    for (let start = 0; start < n; start += size) {
      for (let k = 0, t = 0; k < half; k++, t += stride) {
        const wr = cosines[t] as number;
        const wi = inverse ? -(sines[t] as number) : (sines[t] as number);
        const a = start + k;
        const b = a + half;
        const br = real[b] as number;
        const bi = imaginary[b] as number;
        const tr = wr * br - wi * bi;
        const ti = wr * bi + wi * br;
        real[b] = (real[a] as number) - tr;
        imaginary[b] = (imaginary[a] as number) - ti;
        real[a] = (real[a] as number) + tr;
        imaginary[a] = (imaginary[a] as number) + ti;
      }
    }
  }
  if (!inverse) return;
  for (let i = 0; i < n; i++) {
    real[i] = (real[i] as number) / n;
    imaginary[i] = (imaginary[i] as number) / n;
  }
}

const tables = new Map<number, { cosines: Float64Array; sines: Float64Array }>();

function twiddles(n: number) {
  const known = tables.get(n);
  if (known) return known;
  const made = {
    cosines: Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n)),
    sines: Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / n)),
  };
  tables.set(n, made);
  return made;
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const r = real[i] as number;
    real[i] = real[j] as number;
    real[j] = r;
    const m = imaginary[i] as number;
    imaginary[i] = imaginary[j] as number;
    imaginary[j] = m;
  }
}
