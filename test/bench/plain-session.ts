import { readFile } from 'node:fs/promises';
import { Tensor } from 'onnxruntime-node';
import { openSession } from '../../models/runtime/session.ts';

/**
 * Nothing but session.run on one tile, again and again: prints the wall-clock and the
 * processor seconds of all runs as JSON.
 * Arguments: weights file, threads, runs, columns, rows, slices of the tile.
 */
const [file, ...numbers] = process.argv.slice(2);
const [threads, runs, width, height, depth] = numbers.map(Number) as [
  number,
  number,
  number,
  number,
  number,
];
const session = await openSession(await readFile(file!), { provider: 'cpu', threads });
const voxels = width * height * depth;
const input = Float32Array.from({ length: 2 * voxels }, (_, i) => 0.5 * Math.sin(0.37 * i));
const inputs = {
  y_xt: new Tensor('float32', input, [1, 2, depth, height, width]),
  t: new Tensor('float32', Float32Array.of(0.5), [1]),
};
const x0 = new Tensor('float32', new Float32Array(voxels), [1, 1, depth, height, width]);
const before = process.cpuUsage();
for (let n = 0; n < runs; n++) await session.run(inputs, { x0 });
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ seconds: session.seconds, cpuSeconds: (user + system) / 1e6 }));
