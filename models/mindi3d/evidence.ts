import { voxelsOf, WATER_MU_PER_MM } from '../../studies/tomography/circular-geometry.ts';
import { comparedRays } from './compared-rays.ts';
import type { Measured } from './data-consistent.ts';
import { attenuationOf, columnsFirst, frameOf } from './measured-grid.ts';
import type { RestoredEvidence } from './restoration.ts';

/** A voxel whose mark in the departure map is stronger than this counts as departing. */
const departureHu = 10;
/** Rays that only graze the slices would weigh their noise without bound. */
const shortestVoxels = 2;
/** A voxel must be met by this share of the views. */
const leastViews = 0.2;

interface Compared {
  /** Computed minus measured [view][u][v]; 0 where the ray is not compared. */
  readonly residual: Float32Array;
  readonly percent: number;
  readonly perViewPercent: number[];
}

/** Compares pictures on one grid with the views they were made from. */
export class EvidenceOf {
  readonly #measured: Measured;
  readonly #rays: Uint8Array;

  constructor(measured: Measured) {
    this.#measured = measured;
    this.#rays = comparedRays(measured.place, measured.projections.geometry);
  }

  /** Calls of the beam for a whole evidence; one more for each further figure. */
  static readonly calls = 5;

  /** Sum of absolute differences of the compared rays as a percentage of what was measured. */
  async percent(hu: Int16Array): Promise<number> {
    return (await this.#compare(hu)).percent;
  }

  /** @param input what the process began with, on the same grid */
  async whole(hu: Int16Array, input: Int16Array): Promise<RestoredEvidence> {
    const { place, projections, inside, beam } = this.#measured;
    const frame = frameOf(place);
    const { geometry } = projections;
    const ones = { ...frame, mu: new Float32Array(voxelsOf(frame)).fill(1) };
    const weights = await beam.project(ones, geometry);
    const shortest = shortestVoxels * place.spacingMm[0];
    const rays = Float32Array.from(this.#rays);
    for (let n = 0; n < weights.length; n++) {
      weights[n] = weights[n]! > shortest ? rays[n]! / weights[n]! : 0;
    }
    const sums = await beam.backProject(rays, geometry, frame, { fdkWeight: false, scale: 1 });
    const least = leastViews * geometry.anglesDeg.length;
    const map = async (residual: Float32Array) => {
      const weighted = residual.map((value, n) => value * weights[n]!);
      const scale = 1000 / WATER_MU_PER_MM;
      const back = await beam.backProject(weighted, geometry, frame, { fdkWeight: false, scale });
      for (let n = 0; n < back.length; n++) back[n]! /= Math.max(sums[n]!, least);
      return columnsFirst(back, place.dims, inside);
    };
    const before = await this.#compare(input);
    const inputDeparturePercent = shareDeparting(await map(before.residual), inside);
    const after = await this.#compare(hu);
    const departure = await map(after.residual);
    return {
      residualPercent: after.percent,
      inputResidualPercent: before.percent,
      perViewPercent: after.perViewPercent,
      residual: after.residual,
      departure,
      departurePercent: shareDeparting(departure, inside),
      inputDeparturePercent,
      departureHu,
    };
  }

  async #compare(hu: Int16Array): Promise<Compared> {
    const { place, projections, inside, beam } = this.#measured;
    const { geometry, lineIntegrals: measured } = projections;
    const residual = await beam.project(attenuationOf(hu, place, inside), geometry);
    const pixels = geometry.detectorColumns * geometry.detectorRows;
    const [sums, totals] = [0, 0].map(() => new Float64Array(geometry.anglesDeg.length)) as [
      Float64Array,
      Float64Array,
    ];
    for (let n = 0; n < residual.length; n++) {
      const view = Math.floor(n / pixels);
      residual[n] = this.#rays[n] === 1 ? residual[n]! - measured[n]! : 0;
      if (this.#rays[n] === 0) continue;
      sums[view]! += Math.abs(residual[n]!);
      totals[view]! += Math.abs(measured[n]!);
    }
    const all = (of: Float64Array) => of.reduce((a, b) => a + b, 0);
    return {
      residual,
      percent: percentage(all(sums), all(totals)),
      perViewPercent: Array.from(sums, (sum, view) => percentage(sum, totals[view]!)),
    };
  }
}

const percentage = (part: number, whole: number) => (whole > 0 ? (100 * part) / whole : 0);

function shareDeparting(map: Float32Array, inside: Uint8Array): number {
  let departing = 0;
  let voxels = 0;
  for (let n = 0; n < map.length; n++) {
    if (inside[n] === 0) continue;
    voxels++;
    if (Math.abs(map[n]!) > departureHu) departing++;
  }
  return percentage(departing, voxels);
}
