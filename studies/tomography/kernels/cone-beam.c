/* Kernels of the cone-beam physics for WebAssembly SIMD. No stack, no library: all memory comes from
 * kernels.ts. Grids are [x][y][z] with z columns of nzp (nz rounded up to four) values, views [u][v].
 *
 * At a fixed view and detector column the in-plane part of a ray does not depend on the detector
 * row, so one column of values is blended in the plane and then resampled along z (or v) at once.
 */
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name)))

/* 1.5 * 2^23: adding it to a small float leaves the nearest whole number in the low bits. */
#define WHOLE 12582912.0f
#define WHOLE_BITS 0x4B400000u

typedef struct {
    double sin, cos, source_u, source_v, first_u, first_v;
} View;

typedef struct {
    int nx, ny, nz, nzp;
    double x0, y0, z0; /* first voxel from the isocentre */
    double dx, dy, dz;
    double sad, sdd, pixel_u, pixel_v;
    int nu, nv;
} Scene;

/* acc[r] += line(p0 + r * dp), r < n. `line` holds m samples between zeros; acc may be overrun by three. */
static inline void add_resampled(float *acc, int n, const float *line, int m, double p0, double dp) {
    const double lo = (-1.0 - p0) / dp, hi = ((double)m - p0) / dp;
    const int from = lo > 0 ? (lo < n ? (int)lo & ~3 : n) : 0;
    const int to = hi < n ? (hi > 0 ? (int)hi + 1 : 0) : n;
    const v128_t step = wasm_f32x4_splat((float)dp), start = wasm_f32x4_splat((float)(p0 - 0.5));
    const v128_t whole = wasm_f32x4_splat(WHOLE), half = wasm_f32x4_splat(0.5f);
    const v128_t base = wasm_i32x4_splat((int)((unsigned)line - (WHOLE_BITS << 2)));
    const v128_t four = wasm_f32x4_splat(4.0f);
    v128_t row = wasm_f32x4_add(wasm_f32x4_splat((float)from), wasm_f32x4_make(0, 1, 2, 3));
    for (int r = from; r < to; r += 4) {
        const v128_t p = wasm_f32x4_add(start, wasm_f32x4_mul(row, step));
        const v128_t q = wasm_f32x4_add(p, whole);
        const v128_t f = wasm_f32x4_add(wasm_f32x4_sub(p, wasm_f32x4_sub(q, whole)), half);
        const v128_t at = wasm_i32x4_add(wasm_i32x4_shl(q, 2), base);
        v128_t low = wasm_v128_load64_zero((const void *)wasm_i32x4_extract_lane(at, 0));
        v128_t high = wasm_v128_load64_zero((const void *)wasm_i32x4_extract_lane(at, 2));
        low = wasm_v128_load64_lane((const void *)wasm_i32x4_extract_lane(at, 1), low, 1);
        high = wasm_v128_load64_lane((const void *)wasm_i32x4_extract_lane(at, 3), high, 1);
        const v128_t a = wasm_i32x4_shuffle(low, high, 0, 2, 4, 6);
        const v128_t b = wasm_i32x4_shuffle(low, high, 1, 3, 5, 7);
        const v128_t v = wasm_f32x4_add(a, wasm_f32x4_mul(f, wasm_f32x4_sub(b, a)));
        wasm_v128_store(acc + r, wasm_f32x4_add(wasm_v128_load(acc + r), v));
        row = wasm_f32x4_add(row, four);
    }
}

/* line[k] = wp * p[k] + wq * q[k] for the samples that p0 + r * dp, r < n, can touch; zero from m on. */
static inline void blend(float *line, int m, const float *p, float wp, const float *q, float wq,
                         double p0, double dp, int n) {
    const double last = p0 + (n - 1) * dp + 2;
    const int from = p0 > 0 ? (p0 < m ? (int)p0 & ~3 : m) : 0;
    const int to = last < m ? (last > 0 ? (int)last + 1 : 0) : m;
    const v128_t a = wasm_f32x4_splat(wp), b = wasm_f32x4_splat(wq);
    for (int k = from; k < to; k += 4) {
        wasm_v128_store(line + k, wasm_f32x4_add(wasm_f32x4_mul(a, wasm_v128_load(p + k)),
                                                 wasm_f32x4_mul(b, wasm_v128_load(q + k))));
    }
    wasm_v128_store(line + m, wasm_f32x4_splat(0));
}

/* Joseph's line integrals of detector columns c0 <= c < c1 of one view into out[c - c0][nv]. */
EXPORT(project)
void project(const float *mu, const Scene *s, const View *w, int c0, int c1, float *out, float *line, float *acc) {
    const double sx = s->sad * w->sin + w->source_u * w->cos;
    const double sy = -s->sad * w->cos + w->source_u * w->sin;
    const double row0 = w->first_v - w->source_v;
    for (int c = c0; c < c1; c++) {
        const double u = w->first_u + c * s->pixel_u - w->source_u;
        const double ex = -s->sdd * w->sin + u * w->cos, ey = s->sdd * w->cos + u * w->sin;
        const double length = __builtin_sqrt(ex * ex + ey * ey);
        const int along_x = __builtin_fabs(ex) > __builtin_fabs(ey);
        const int na = along_x ? s->nx : s->ny, no = along_x ? s->ny : s->nx;
        const double ea = along_x ? ex : ey, eo = along_x ? ey : ex;
        const double sa = along_x ? sx : sy, so = along_x ? sy : sx;
        const double a0 = along_x ? s->x0 : s->y0, o0 = along_x ? s->y0 : s->x0;
        const double da = along_x ? s->dx : s->dy, d_o = along_x ? s->dy : s->dx;
        const int stride_x = s->ny * s->nzp;
        const int stride_a = along_x ? stride_x : s->nzp, stride_o = along_x ? s->nzp : stride_x;
        for (int r = 0; r < s->nv; r += 4) wasm_v128_store(acc + r, wasm_f32x4_splat(0));
        for (int a = 0; a < na; a++) {
            const double t = (a0 + a * da - sa) / ea; /* share of the way from source to panel */
            if (t <= 0) continue;
            const double o = (so + t * eo - o0) / d_o;
            if (o <= -1.0 || o >= no) continue;
            const int b = (int)__builtin_floor(o);
            const float f = (float)(o - b);
            const float *p = mu + a * stride_a + b * stride_o, *q = p + stride_o;
            float wp = 1 - f, wq = f;
            if (b < 0) p = q, wp = 0;
            if (b + 1 >= no) q = p, wq = 0;
            const double p0 = (w->source_v + t * row0 - s->z0) / s->dz, dp = t * s->pixel_v / s->dz;
            blend(line, s->nz, p, wp, q, wq, p0, dp, s->nv);
            add_resampled(acc, s->nv, line, s->nz, p0, dp);
        }
        const double step = da * length / __builtin_fabs(ea);
        float *o = out + (c - c0) * s->nv;
        for (int r = 0; r < s->nv; r++) {
            const double v = (row0 + r * s->pixel_v) / length;
            o[r] = (float)(acc[r] * step * __builtin_sqrt(1 + v * v));
        }
    }
}

#define TILE 16

/* mu[x - x_from] += scale * weight * bilinear(view), for x_from <= x < x_to and all views. */
EXPORT(back_project)
void back_project(float *mu, const Scene *s, const View *views, int n_views, const float *projections,
                  int x_from, int x_to, int fdk_weight, double scale, float *line) {
    for (int tx = x_from; tx < x_to; tx += TILE)
        for (int ty = 0; ty < s->ny; ty += TILE)
            for (int n = 0; n < n_views; n++) {
                const View *w = views + n;
                const float *projection = projections + n * s->nu * s->nv;
                for (int i = tx; i < tx + TILE && i < x_to; i++)
                    for (int j = ty; j < ty + TILE && j < s->ny; j++) {
                        const double x = s->x0 + i * s->dx, y = s->y0 + j * s->dy;
                        const double depth = s->sad - (x * w->sin - y * w->cos);
                        if (!(depth > s->sad / 1000)) continue; /* at or behind the source */
                        const double magnification = s->sdd / depth;
                        const double at = w->source_u + (x * w->cos + y * w->sin - w->source_u) * magnification;
                        const double u = (at - w->first_u) / s->pixel_u;
                        if (!(u >= 0 && u <= s->nu - 1)) continue;
                        int b = (int)u;
                        if (b > s->nu - 2) b = s->nu - 2;
                        const double weight = fdk_weight ? scale * (s->sad / depth) * (s->sad / depth) : scale;
                        const float wq = (float)((u - b) * weight), wp = (float)weight - wq;
                        const double v = w->source_v + (s->z0 - w->source_v) * magnification;
                        const double p0 = (v - w->first_v) / s->pixel_v, dp = magnification * s->dz / s->pixel_v;
                        const float *p = projection + b * s->nv;
                        blend(line, s->nv, p, wp, p + s->nv, wq, p0, dp, s->nz);
                        add_resampled(mu + ((i - x_from) * s->ny + j) * s->nzp, s->nz, line, s->nv, p0, dp);
                    }
            }
}
