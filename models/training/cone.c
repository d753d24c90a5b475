/* Cone-beam projector and voxel-driven backprojector for a circular orbit (see geometry.py for the axes).
 *
 * Layouts, z or v running fastest: volume [ny][nx][nz], projections [view][nu][nv].
 * Both kernels use that, at a fixed view and detector column, the in-plane part of a ray does not depend on the
 * detector row: one column of values is interpolated in-plane and then resampled along z (or v) for all rows at once.
 *
 * Projector: Joseph's method (march over the dominant in-plane axis, linear interpolation in the other and in z).
 * Backprojector: bilinear on the detector; weight 1 (mode 0), (SAD/U)^2 (mode 1, FDK).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

#define PAD 64

/* acc[r] += w * line(p0 + r*dp) for r < n; `line` has m valid samples and PAD zeros on each side. */
static inline void resample_add(float *acc, int n, const float *line, int m, float p0, float dp, float w) {
    int r = 0;
#ifdef __AVX512F__
    if (dp < 1.9f) {
        const __m512 lane = _mm512_mul_ps(_mm512_set1_ps(dp), _mm512_setr_ps(0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15));
        const __m512 ww = _mm512_set1_ps(w);
        const __m512i one = _mm512_set1_epi32(1);
        for (; r < n; r += 16) {
            float s = p0 + r * dp;
            if (s + 15.0f * dp <= -1.0f || s >= (float)m) continue;
            int b = (int)floorf(s);
            if (b < -PAD) b = -PAD;
            __m512 q = _mm512_add_ps(_mm512_set1_ps(s - (float)b), lane);
            __m512i qi = _mm512_cvttps_epi32(q);
            __m512 f = _mm512_sub_ps(q, _mm512_cvtepi32_ps(qi));
            __m512 lo = _mm512_loadu_ps(line + b), hi = _mm512_loadu_ps(line + b + 16);
            __m512 a0 = _mm512_permutex2var_ps(lo, qi, hi);
            __m512 a1 = _mm512_permutex2var_ps(lo, _mm512_add_epi32(qi, one), hi);
            __m512 v = _mm512_fmadd_ps(f, _mm512_sub_ps(a1, a0), a0);
            _mm512_storeu_ps(acc + r, _mm512_fmadd_ps(ww, v, _mm512_loadu_ps(acc + r)));
        }
        return;
    }
#endif
    for (; r < n; r++) {
        float s = p0 + r * dp;
        if (s <= -1.0f || s >= (float)m) continue;
        int b = (int)floorf(s);
        float f = s - (float)b;
        acc[r] += w * (line[b] + f * (line[b + 1] - line[b]));
    }
}

/* Line integrals (value x mm). beta[nview] in radians; u0 = detector shift along u in mm; centre[3] = x,y,z of the volume centre in mm. */
void cone_project(const float *vol, int nx, int ny, int nz, float vx, float vz, const float *centre,
                  float *proj, int nview, int nu, int nv, float du, float dv, float u0, float sad, float sdd,
                  const float *beta) {
    const float x0 = centre[0] - 0.5f * (nx - 1) * vx, y0 = centre[1] - 0.5f * (ny - 1) * vx;
    const float z0 = centre[2] - 0.5f * (nz - 1) * vz;
    const int nvp = (nv + 15) & ~15;
#pragma omp parallel
    {
        float *buf = calloc(nz + 2 * PAD + 16, sizeof(float)), *line = buf + PAD;
        float *acc = malloc(sizeof(float) * nvp);
#pragma omp for schedule(dynamic, 16)
        for (int job = 0; job < nview * nu; job++) {
            const int view = job / nu, c = job % nu;
            const float cb = cosf(beta[view]), sb = sinf(beta[view]);
            const float u = (c - 0.5f * (nu - 1)) * du + u0;
            const float sx = sad * sb, sy = -sad * cb;
            const float ex = -sdd * sb + u * cb, ey = sdd * cb + u * sb; /* in-plane source -> detector pixel */
            const float len = sqrtf(ex * ex + ey * ey);
            const int alongx = fabsf(ex) > fabsf(ey);
            const int na = alongx ? nx : ny, no = alongx ? ny : nx;
            const float ea = alongx ? ex : ey, eo = alongx ? ey : ex;
            const float sa = alongx ? sx : sy, so = alongx ? sy : sx;
            const float a0 = alongx ? x0 : y0, o0 = alongx ? y0 : x0;
            const size_t stridea = (size_t)(alongx ? 1 : nx) * nz, strideo = (size_t)(alongx ? nx : 1) * nz;
            memset(acc, 0, sizeof(float) * nvp);
            for (int a = 0; a < na; a++) {
                const float s = (a0 + a * vx - sa) / ea; /* fraction of the way source -> detector */
                const float o = (so + s * eo - o0) / vx;
                if (o <= -1.0f || o >= (float)no) continue;
                const int b = (int)floorf(o);
                const float f = o - (float)b;
                const float *p = vol + a * stridea + b * (ptrdiff_t)strideo, *q = p + strideo;
                const float wp = b >= 0 ? 1.0f - f : 0.0f, wq = b + 1 < no ? f : 0.0f;
                if (b < 0) p = q;
                if (b + 1 >= no) q = p;
                for (int k = 0; k < nz; k++) line[k] = wp * p[k] + wq * q[k];
                resample_add(acc, nv, line, nz, (-0.5f * (nv - 1) * dv * s - z0) / vz, s * dv / vz, 1.0f);
            }
            const float step = vx * len / fabsf(ea);
            float *out = proj + (size_t)job * nv;
            for (int r = 0; r < nv; r++) {
                const float v = (r - 0.5f * (nv - 1)) * dv / len;
                out[r] = acc[r] * step * sqrtf(1.0f + v * v);
            }
        }
        free(buf);
        free(acc);
    }
}

/* vol += scale * sum over views of weight * bilinear(proj). vol must be initialised by the caller. */
void cone_backproject(float *vol, int nx, int ny, int nz, float vx, float vz, const float *centre,
                      const float *proj, int nview, int nu, int nv, float du, float dv, float u0, float sad, float sdd,
                      const float *beta, int mode, float scale) {
    const float x0 = centre[0] - 0.5f * (nx - 1) * vx, y0 = centre[1] - 0.5f * (ny - 1) * vx;
    const float z0 = centre[2] - 0.5f * (nz - 1) * vz;
    const int nzp = (nz + 15) & ~15, BLOCK = 4;
#pragma omp parallel
    {
        float *buf = calloc(nv + 2 * PAD + 16, sizeof(float)), *line = buf + PAD;
        float *acc = malloc(sizeof(float) * BLOCK * (size_t)nx * nzp);
#pragma omp for schedule(dynamic, 1)
        for (int j0 = 0; j0 < ny; j0 += BLOCK) {
            const int jn = j0 + BLOCK < ny ? BLOCK : ny - j0;
            memset(acc, 0, sizeof(float) * BLOCK * (size_t)nx * nzp);
            for (int view = 0; view < nview; view++) {
                const float cb = cosf(beta[view]), sb = sinf(beta[view]);
                for (int jj = 0; jj < jn; jj++) {
                    const float y = y0 + (j0 + jj) * vx;
                    for (int i = 0; i < nx; i++) {
                        const float x = x0 + i * vx;
                        const float depth = sad - (x * sb - y * cb); /* source to voxel along the central ray */
                        const float mag = sdd / depth;
                        const float pu = (mag * (x * cb + y * sb) - u0) / du + 0.5f * (nu - 1);
                        if (pu < 0.0f || pu > (float)(nu - 1)) continue;
                        int b = (int)pu;
                        if (b > nu - 2) b = nu - 2;
                        const float f = pu - (float)b;
                        const float *p = proj + ((size_t)view * nu + b) * nv, *q = p + nv;
                        for (int r = 0; r < nv; r++) line[r] = p[r] + f * (q[r] - p[r]);
                        const float w = mode == 1 ? sad * sad / (depth * depth) : 1.0f;
                        resample_add(acc + ((size_t)jj * nx + i) * nzp, nz, line, nv,
                                     mag * z0 / dv + 0.5f * (nv - 1), mag * vz / dv, w);
                    }
                }
            }
            for (int jj = 0; jj < jn; jj++)
                for (int i = 0; i < nx; i++) {
                    float *o = vol + ((size_t)(j0 + jj) * nx + i) * nz;
                    const float *a = acc + ((size_t)jj * nx + i) * nzp;
                    for (int k = 0; k < nz; k++) o[k] += scale * a[k];
                }
        }
        free(buf);
        free(acc);
    }
}
