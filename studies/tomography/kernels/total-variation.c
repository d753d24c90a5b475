/* Chambolle's dual projection on a grid [x][y][z] with z columns of nzp values (see cone-beam.c). */
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name)))

/* One inner iteration. `g` holds div p - value / weight and is brought up to date; p starts at zero.
 *
 * The last difference along each axis is zero, and so p stays zero there: reading one value before a
 * z column or a y row meets that zero. `zeros` is a z column of zeros for what lies before the grid.
 * Plane x of g is last read by plane x's differences, so it may be renewed right after them. */
EXPORT(tv_iteration)
void tv_iteration(int nx, int ny, int nz, int nzp, const float *value, double over_weight, double step,
                  float *g, float *px, float *py, float *pz, const float *zeros) {
    const v128_t one = wasm_f32x4_splat(1), tau = wasm_f32x4_splat((float)step);
    const v128_t inverse = wasm_f32x4_splat((float)over_weight);
    const v128_t last = wasm_i32x4_splat(nz - 1), four = wasm_i32x4_splat(4);
    const int plane = ny * nzp;
    for (int x = 0; x < nx; x++) {
        for (int y = 0; y < ny; y++) {
            const int row = x * plane + y * nzp;
            const float *gc = g + row;
            const float *gx = x + 1 < nx ? gc + plane : gc, *gy = y + 1 < ny ? gc + nzp : gc;
            v128_t place = wasm_i32x4_make(0, 1, 2, 3);
            for (int z = 0; z < nzp; z += 4) {
                const v128_t c = wasm_v128_load(gc + z);
                const v128_t inside = wasm_i32x4_lt(place, last);
                const v128_t dx = wasm_f32x4_mul(tau, wasm_f32x4_sub(wasm_v128_load(gx + z), c));
                const v128_t dy = wasm_f32x4_mul(tau, wasm_f32x4_sub(wasm_v128_load(gy + z), c));
                const v128_t dz = wasm_v128_and(
                    inside, wasm_f32x4_mul(tau, wasm_f32x4_sub(wasm_v128_load(gc + z + 1), c)));
                const v128_t square = wasm_f32x4_add(wasm_f32x4_add(wasm_f32x4_mul(dx, dx), wasm_f32x4_mul(dy, dy)),
                                                     wasm_f32x4_mul(dz, dz));
                const v128_t shrink = wasm_f32x4_div(one, wasm_f32x4_add(one, wasm_f32x4_sqrt(square)));
                const int n = row + z;
                wasm_v128_store(px + n, wasm_f32x4_mul(wasm_f32x4_add(wasm_v128_load(px + n), dx), shrink));
                wasm_v128_store(py + n, wasm_f32x4_mul(wasm_f32x4_add(wasm_v128_load(py + n), dy), shrink));
                wasm_v128_store(pz + n, wasm_f32x4_mul(wasm_f32x4_add(wasm_v128_load(pz + n), dz), shrink));
                place = wasm_i32x4_add(place, four);
            }
        }
        for (int y = 0; y < ny; y++) {
            const int row = x * plane + y * nzp;
            const float *before_x = x > 0 ? px + row - plane : zeros;
            const float *before_y = y > 0 ? py + row - nzp : zeros;
            for (int z = 0; z < nzp; z += 4) {
                const int n = row + z;
                v128_t sum = wasm_f32x4_sub(wasm_v128_load(px + n), wasm_v128_load(before_x + z));
                sum = wasm_f32x4_add(sum, wasm_f32x4_sub(wasm_v128_load(py + n), wasm_v128_load(before_y + z)));
                sum = wasm_f32x4_add(sum, wasm_f32x4_sub(wasm_v128_load(pz + n), wasm_v128_load(pz + n - 1)));
                wasm_v128_store(g + n, wasm_f32x4_sub(sum, wasm_f32x4_mul(inverse, wasm_v128_load(value + n))));
            }
        }
    }
}
