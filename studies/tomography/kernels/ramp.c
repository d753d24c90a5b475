/* Cosine weights and ramp filter of one view along the detector's columns (see cone-beam.c for the layout). */
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name)))

typedef struct {
    v128_t re, im;
} Pair;

static inline Pair times(Pair a, v128_t wr, v128_t wi) {
    const Pair out = {wasm_f32x4_sub(wasm_f32x4_mul(a.re, wr), wasm_f32x4_mul(a.im, wi)),
                      wasm_f32x4_add(wasm_f32x4_mul(a.re, wi), wasm_f32x4_mul(a.im, wr))};
    return out;
}

static inline Pair plus(Pair a, Pair b) {
    const Pair out = {wasm_f32x4_add(a.re, b.re), wasm_f32x4_add(a.im, b.im)};
    return out;
}

static inline Pair minus(Pair a, Pair b) {
    const Pair out = {wasm_f32x4_sub(a.re, b.re), wasm_f32x4_sub(a.im, b.im)};
    return out;
}

/* Eight rows at a time: four ride in the real and four in the imaginary parts of `size` complex values.
 *
 * view [nu][nv] is filtered in place and may be overrun by seven values. twiddles: cos, -sin of
 * 2 pi k / size, k < size / 2. response: in bit-reversed order, over `size`. The forward transform
 * decimates in frequency and the inverse in time, so that neither has to reorder. */
EXPORT(ramp)
void ramp(float *view, int nu, int nv, int size, const float *twiddles, const float *response,
          const float *weights, double sdd, double first_u, double first_v, double pixel_u, double pixel_v,
          Pair *data, float *rows) {
    const v128_t zero = wasm_f32x4_splat(0);
    for (int v = 0; v < nv; v += 8) {
        const v128_t lane = wasm_f32x4_make(0, 1, 2, 3), pitch = wasm_f32x4_splat((float)pixel_v);
        const v128_t v_low = wasm_f32x4_add(wasm_f32x4_splat((float)(first_v + v * pixel_v)), wasm_f32x4_mul(lane, pitch));
        const v128_t v_high = wasm_f32x4_add(v_low, wasm_f32x4_splat((float)(4 * pixel_v)));
        const v128_t v2_low = wasm_f32x4_mul(v_low, v_low), v2_high = wasm_f32x4_mul(v_high, v_high);
        for (int u = 0; u < nu; u++) {
            const double mm = first_u + u * pixel_u;
            const v128_t plane = wasm_f32x4_splat((float)(sdd * sdd + mm * mm));
            const v128_t weight = wasm_f32x4_splat((float)(weights[u] * sdd));
            const float *p = view + u * nv + v;
            data[u].re = wasm_f32x4_div(wasm_f32x4_mul(wasm_v128_load(p), weight),
                                        wasm_f32x4_sqrt(wasm_f32x4_add(plane, v2_low)));
            data[u].im = wasm_f32x4_div(wasm_f32x4_mul(wasm_v128_load(p + 4), weight),
                                        wasm_f32x4_sqrt(wasm_f32x4_add(plane, v2_high)));
        }
        for (int u = nu; u < size; u++) data[u].re = data[u].im = zero;
        for (int half = size / 2, stride = 1; half >= 1; half /= 2, stride *= 2)
            for (int k = 0; k < half; k++) {
                const v128_t wr = wasm_f32x4_splat(twiddles[2 * k * stride]);
                const v128_t wi = wasm_f32x4_splat(twiddles[2 * k * stride + 1]);
                for (int a = k; a < size; a += 2 * half) {
                    const Pair x = data[a], y = data[a + half];
                    data[a] = plus(x, y);
                    data[a + half] = times(minus(x, y), wr, wi);
                }
            }
        for (int k = 0; k < size; k++) {
            const v128_t gain = wasm_f32x4_splat(response[k]);
            data[k].re = wasm_f32x4_mul(data[k].re, gain);
            data[k].im = wasm_f32x4_mul(data[k].im, gain);
        }
        for (int half = 1, stride = size / 2; half < size; half *= 2, stride /= 2)
            for (int k = 0; k < half; k++) {
                const v128_t wr = wasm_f32x4_splat(twiddles[2 * k * stride]);
                const v128_t wi = wasm_f32x4_splat(-twiddles[2 * k * stride + 1]);
                for (int a = k; a < size; a += 2 * half) {
                    const Pair x = data[a], y = times(data[a + half], wr, wi);
                    data[a] = plus(x, y);
                    data[a + half] = minus(x, y);
                }
            }
        const int n = nv - v < 8 ? nv - v : 8;
        for (int u = 0; u < nu; u++) {
            float *p = view + u * nv + v;
            if (n == 8) {
                wasm_v128_store(p, data[u].re);
                wasm_v128_store(p + 4, data[u].im);
                continue;
            }
            wasm_v128_store(rows, data[u].re);
            wasm_v128_store(rows + 4, data[u].im);
            for (int r = 0; r < n; r++) p[r] = rows[r];
        }
    }
}
