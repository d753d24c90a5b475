const rounds = 8;

/**
 * EDV, ESV, SV and EF that obey SV = EDV - ESV and EF = 100 SV / EDV and lie nearest to four estimates,
 * each weighed by its spread (weighted least squares, Gauss-Newton in EDV and ESV).
 *
 * @param estimates EDV, ESV, SV in mL and EF in percent, with their standard deviations
 */
export function consistent(
  estimates: readonly number[],
  deviations: readonly number[],
): [edvMl: number, esvMl: number, svMl: number, efPct: number] {
  const weights = deviations.map((sd) => 1 / Math.max(sd, 1e-6) ** 2);
  let edv = Math.max(estimates[0]!, 1);
  let esv = Math.min(Math.max(estimates[1]!, 0), edv);
  for (let round = 0; round < rounds; round++) {
    const rest = [edv, esv, edv - esv, 100 * (1 - esv / edv)].map((at, n) => estimates[n]! - at);
    const slopes = [
      [1, 0],
      [0, 1],
      [1, -1],
      [(100 * esv) / edv ** 2, -100 / edv],
    ] as const;
    let [aa, ab, bb, a, b] = [0, 0, 0, 0, 0];
    slopes.forEach(([byEdv, byEsv], n) => {
      const weight = weights[n]!;
      aa += weight * byEdv * byEdv;
      ab += weight * byEdv * byEsv;
      bb += weight * byEsv * byEsv;
      a += weight * byEdv * rest[n]!;
      b += weight * byEsv * rest[n]!;
    });
    const determinant = aa * bb - ab * ab;
    edv = Math.max(1, edv + (bb * a - ab * b) / determinant);
    esv = Math.min(edv, Math.max(0, esv + (aa * b - ab * a) / determinant));
  }
  return [edv, esv, edv - esv, 100 * (1 - esv / edv)];
}
