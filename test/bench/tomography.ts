import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coneBeamThreads } from '../../studies/projections/threads/cone-beam-threads.ts';
import type {
  AttenuationGrid,
  CircularGeometry,
} from '../../studies/tomography/circular-geometry.ts';
import { WATER_MU_PER_MM } from '../../studies/tomography/circular-geometry.ts';
import type { ConeBeam } from '../../studies/tomography/cone-beam.ts';
import { inThisThread } from '../../studies/tomography/in-this-thread.ts';
import { fdk } from '../../studies/tomography/fdk.ts';
import { osSart } from '../../studies/tomography/os-sart.ts';
import { gridAbout } from '../../studies/tomography/testing/solids.ts';

/**
 * Cone-beam physics against plastimatch, the peer that Debian packages, in processor seconds: these
 * compare on a busy machine where wall-clock seconds do not. Exits 1 when a bar is missed.
 *
 *     node test/bench/tomography.ts
 */
const bars = { fdk: 2.5, threads: 1.8, project: 1, agreement: 0.01 };
/** Wide, as plastimatch filters: its ramp has no window. */
const hannCutOff = 2;
const size = 128;
const panel = { columns: 256, rows: 192, mm: 2 };
const frame = gridAbout([size, size, size], 2);

/** CT numbers of a body with a lung and a bone, columns fastest. */
const hu = new Int16Array(size ** 3).fill(-1000);
for (let k = 0, n = 0; k < size; k++)
  for (let j = 0; j < size; j++)
    for (let i = 0; i < size; i++, n++) {
      const [x, y, z] = [2 * i - 127, 2 * j - 127, 2 * k - 127];
      if ((x / 90) ** 2 + (y / 70) ** 2 < 1) hu[n] = 0;
      if (((x - 35) / 25) ** 2 + ((y + 5) / 40) ** 2 + (z / 90) ** 2 < 1) hu[n] = -700; // plastimatch takes -800 HU and less for air
      if ((x - 20) ** 2 + (y - 45) ** 2 < 64) hu[n] = 600;
    }
const body: AttenuationGrid = { ...frame, mu: new Float32Array(hu.length) };
hu.forEach((value, n) => {
  body.mu[zFastest(n)] = Math.max(0, WATER_MU_PER_MM * (1 + value / 1000));
});

let missed = 0;
function report(
  what: string,
  value: number,
  unit: string,
  bar?: { least?: number; most?: number },
) {
  const ok = value >= (bar?.least ?? -Infinity) && value <= (bar?.most ?? Infinity);
  if (!ok) missed++;
  const wanted = bar?.least !== undefined ? ` (at least ${bar.least})` : '';
  const limit = bar?.most !== undefined ? ` (at most ${bar.most})` : '';
  console.log(`  ${what}: ${value.toFixed(3)} ${unit}${wanted}${limit}${ok ? '' : ' MISSED'}`);
}

/** plastimatch's gantry angle 0 is our 90 degrees, and it turns the other way. */
function geometryOf(views: number): CircularGeometry {
  return {
    sourceAxisMm: 1000,
    sourceDetectorMm: 1500,
    detectorColumns: panel.columns,
    detectorRows: panel.rows,
    pixelMm: [panel.mm, panel.mm],
    anglesDeg: Array.from({ length: views }, (_, n) => 90 - (360 * n) / views),
    isocentreMm: [0, 0, 0],
  };
}

interface Timed<T> {
  value: T;
  /** Processor seconds, and what they come to when all worker threads have a core of their own. */
  cpu: number;
  elapsed: number;
}

/** The best of three. */
async function timed<T>(threads: number, run: () => Promise<T>): Promise<Timed<T>> {
  let best: Timed<T> | null = null;
  for (let n = 0; n < 3; n++) {
    const all = process.cpuUsage();
    const own = process.threadCpuUsage();
    const value = await run();
    const cpu = seconds(process.cpuUsage(all));
    const here = seconds(process.threadCpuUsage(own));
    const elapsed = threads === 1 ? cpu : here + (cpu - here) / threads;
    if (best === null || elapsed < best.elapsed) best = { value, cpu, elapsed };
  }
  return best!;
}

const seconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;

/** Processor seconds of a program in user mode: what the system needs for its files is left out. */
function peer(command: string): number {
  const { stdout, status } = spawnSync('sh', ['-c', `${command} || exit 1; times`], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`failed: ${command}`);
  const [, minutes, rest] = /(\d+)m([\d.]+)s/.exec(stdout.trim().split('\n').at(-1)!)!;
  return 60 * Number(minutes) + Number(rest);
}

/** Index in a z-fastest grid of the n-th voxel of a columns-fastest one. */
function zFastest(n: number): number {
  const [i, j, k] = [n % size, Math.floor(n / size) % size, Math.floor(n / size / size)];
  return (i * size + j) * size + k;
}

/** Root mean square error in HU within the field of view, after the straight line that fits best. */
function rmse(mu: (n: number) => number): number {
  let [count, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  const inside = (n: number) => {
    const [i, j, k] = [n % size, Math.floor(n / size) % size, Math.floor(n / size / size)];
    return Math.hypot(2 * i - 127, 2 * j - 127) < 110 && Math.abs(2 * k - 127) < 80;
  };
  for (let n = 0; n < hu.length; n++) {
    if (!inside(n)) continue;
    const [x, y] = [mu(n), hu[n]!];
    [count, sx, sy, sxx, sxy] = [count + 1, sx + x, sy + y, sxx + x * x, sxy + x * y];
  }
  const slope = (count * sxy - sx * sy) / (count * sxx - sx * sx);
  const base = (sy - slope * sx) / count;
  let sum = 0;
  for (let n = 0; n < hu.length; n++) if (inside(n)) sum += (slope * mu(n) + base - hu[n]!) ** 2;
  return Math.sqrt(sum / count);
}

/** plastimatch's projections, rows top down, as ours. */
function readProjections(folder: string, views: number): Float32Array {
  const { columns, rows } = panel;
  const out = new Float32Array(views * columns * rows);
  for (let view = 0; view < views; view++) {
    const bytes = readFileSync(join(folder, `p${String(view).padStart(4, '0')}.pfm`));
    const at = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4 * columns * rows);
    for (let u = 0; u < columns; u++)
      for (let v = 0; v < rows; v++) {
        const value = at.getFloat32(4 * ((rows - 1 - v) * columns + u), true);
        out[(view * columns + u) * rows + v] = value;
      }
  }
  return out;
}

async function own(one: ConeBeam, two: ConeBeam, views: number, lineIntegrals: Float32Array) {
  const projections = { geometry: geometryOf(views), lineIntegrals };
  const run = (beam: ConeBeam) => () => fdk(beam, projections, frame, { hannCutOff });
  const single = await timed(1, run(one));
  report(`FDK ${size}^3, ${views} views, one thread`, single.cpu, 'CPU s');
  const double = await timed(2, run(two));
  const gain = single.cpu / double.elapsed;
  report('  two threads, each with a core of its own', gain, 'times faster', {
    least: bars.threads,
  });
  return single;
}

const folder = mkdtempSync(join(tmpdir(), 'sparrow-bench-'));
const one = inThisThread();
const two = await coneBeamThreads(2);
try {
  const installed = spawnSync('plastimatch', ['--version']).status === 0;
  if (!installed) console.log('  plastimatch is not installed: Sparrow alone');
  const header =
    'ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n' +
    'TransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = -127 -127 -127\nElementSpacing = 2 2 2\n' +
    `DimSize = ${size} ${size} ${size}\nElementType = MET_SHORT\nElementDataFile = LOCAL\n`;
  const image = join(folder, 'body.mha');
  writeFileSync(image, Buffer.concat([Buffer.from(header), Buffer.from(hu.buffer)]));
  for (const views of [50, 360]) {
    const geometry = geometryOf(views);
    const projected = await timed(1, () => one.project(body, geometry));
    report(
      `projection onto ${panel.columns} x ${panel.rows}, ${views} views`,
      projected.cpu,
      'CPU s',
    );
    if (!installed) {
      await own(one, two, views, projected.value);
      continue;
    }
    const scan = join(folder, `scan${views}`);
    const drr = peer(
      `plastimatch drr -A cpu -a ${views} -N ${360 / views} --sad 1000 --sid 1500 -r "256 192"` +
        ` -z "512 384" -i exact -P preprocess -t pfm -O ${scan}/p -I ${image}`,
    );
    report('  plastimatch drr / ours', drr / projected.cpu, 'times', { least: bars.project });
    const measured = readProjections(scan, views);
    // One factor between the two: plastimatch takes water's attenuation from another energy.
    let [xy, xx] = [0, 0];
    measured.forEach((value, n) => ((xy += value * projected.value[n]!), (xx += value * value)));
    const factor = xy / xx;
    let square = 0;
    measured.forEach((value, n) => (square += (factor * value - projected.value[n]!) ** 2));
    const apart = Math.sqrt(square / (factor * factor * xx));
    report('  differs by', apart, 'of the values', { most: bars.agreement });

    const ours = await own(one, two, views, measured);
    const out = join(folder, `fdk${views}.mha`);
    const theirs = peer(
      `plastimatch fdk -A cpu -X c -I ${scan} -O ${out} -r "128 128 128" -z "256 256 256"`,
    );
    report('  plastimatch fdk / ours', theirs / ours.cpu, 'times', { least: bars.fdk });
    const bytes = readFileSync(out);
    const theirMu = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + bytes.length - 4 * size ** 3),
    );
    const theirRmse = rmse((n) => theirMu[n]!);
    report('  plastimatch RMSE', theirRmse, 'HU');
    report(
      '  our RMSE',
      rmse((n) => ours.value.mu[zFastest(n)]!),
      'HU',
      { most: theirRmse },
    );
  }
  const geometry = geometryOf(50);
  const lineIntegrals = await one.project(body, geometry);
  const options = { iterations: 1, subsets: 10, relaxation: 0.9, tvWeightHu: 20 };
  const start = performance.now();
  const before = process.cpuUsage();
  await osSart(one, { geometry, lineIntegrals }, frame, options);
  const cpu = seconds(process.cpuUsage(before));
  report('OS-SART-TV 128^3, 50 views, weights and one iteration', cpu, 'CPU s');
  console.log(`  (${((performance.now() - start) / 1000).toFixed(1)} s on the clock)`);
} finally {
  await two.dispose();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed === 0 ? 0 : 1;
