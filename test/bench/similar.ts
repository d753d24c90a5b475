import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import BetterSqlite3 from 'better-sqlite3';
import { openLibrary } from '../../studies/library/open.ts';
import { importOne } from '../../studies/library/testing/entries.ts';
import { newHeart } from '../../studies/library/testing/hearts.ts';

/**
 * How long the nearest hearts take to find among many, beside a plain pass over the same bytes in
 * memory and beside the search without sqlite-vec. Exits 1 when the bar is missed.
 *
 *     node test/bench/similar.ts [--hearts 100000] [--runs 15]
 */
const { values } = parseArgs({
  options: {
    hearts: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '15' },
  },
});
const barMs = 100;
const length = 128;
const hearts = Number(values.hearts);
const runs = Number(values.runs);

const dir = mkdtempSync(join(tmpdir(), 'sparrow-bench-'));
const { id, vectors } = await fill();
const library = openLibrary(dir);
const found = median(() => library.hearts.similar(id, { k: 10, samePatient: false }));
const plain = median(
  () => library.hearts.similar(id, { k: 10, samePatient: false, plain: true }),
  Math.min(3, runs),
);
const query = vectors.subarray(0, length);
const pass = median(() => passOver(vectors, query));
const { indexed } = library.hearts;
library.close();
rmSync(dir, { recursive: true, force: true });

const missed = found.ms > barMs;
const how = indexed ? 'sqlite-vec' : 'plain';
const said = ({ ms, cpuMs }: { ms: number; cpuMs: number }) =>
  `${ms.toFixed(1)}, on the processor ${cpuMs.toFixed(1)}`;
const verdict = ` (bar ${barMs})${missed ? ' MISSED' : ''}`;
console.log(`similar of ${hearts} hearts (${how}), ms: ${said(found)}${verdict}`);
console.log(`without sqlite-vec, ms: ${said(plain)}`);
console.log(`a plain pass over the same bytes in memory, ms: ${said(pass)}`);
console.log(`similar / plain pass: ${(found.ms / pass.ms).toFixed(2)}`);
process.exitCode = missed ? 1 : 0;

/** One heart saved as always; copies of its row with vectors and studies of their own. */
async function fill(): Promise<{ id: string; vectors: Float32Array }> {
  const first = openLibrary(dir);
  const source = await importOne(first, 'a cine', { kind: 'cine', phases: 2, dims: [8, 8, 2] });
  const entry = newHeart(source);
  await first.hearts.save(entry);
  first.close();
  const all = new Float32Array(hearts * length);
  const database = new BetterSqlite3(join(dir, 'library.sqlite'));
  const study = database.prepare(
    `INSERT INTO studies SELECT ?, patient_id, patient_name, patient_birth_date, patient_sex, date,
       time, description, sample, imported_at, hidden_at, NULL, NULL FROM studies WHERE uid = ?`,
  );
  const patient = database.prepare(`INSERT INTO patients VALUES (?, '', '', '')`);
  const own = database.prepare(
    `UPDATE studies SET patient_id = ?, patient_name = '', patient_birth_date = '', patient_sex = ''
     WHERE uid = ?`,
  );
  const heart = database.prepare(
    `INSERT INTO hearts SELECT ?, ?, model, model_version, weights_sha256, record, edited, created
     FROM hearts WHERE id = ?`,
  );
  const vector = database.prepare(
    'INSERT INTO heart_embeddings (heart_id, weights_sha256, vector) VALUES (?, ?, ?)',
  );
  all.set(entry.result.embedding);
  database.transaction(() => {
    for (let n = 1; n < hearts; n++) {
      const [uid, heartId] = [`9.${n}`, randomUUID()];
      study.run(uid, source.studyUid);
      patient.run(uid);
      own.run(uid, uid);
      heart.run(heartId, uid, entry.result.id);
      const unit = all.subarray(n * length, (n + 1) * length);
      randomUnit(unit);
      vector.run(
        heartId,
        entry.result.weightsSha256,
        new Uint8Array(Float32Array.from(unit).buffer),
      );
    }
  })();
  database.close();
  return { id: entry.result.id, vectors: all };
}

function randomUnit(vector: Float32Array): void {
  for (let n = 0; n < length; n++) vector[n] = Math.random() - 0.5;
  const norm = Math.hypot(...vector);
  for (let n = 0; n < length; n++) vector[n]! /= norm;
}

function passOver(all: Float32Array, query: Float32Array): number {
  let best = -1;
  for (let from = 0; from < all.length; from += length) {
    let sum = 0;
    for (let n = 0; n < length; n++) sum += all[from + n]! * query[n]!;
    if (sum > best) best = sum;
  }
  return best;
}

/** Milliseconds of several runs after one to warm up: the middle, and the processor's alone. */
function median(work: () => unknown, times = runs): { ms: number; cpuMs: number } {
  work();
  const all = Array.from({ length: times }, () => {
    const used = process.cpuUsage();
    const began = performance.now();
    work();
    const ms = performance.now() - began;
    const { user, system } = process.cpuUsage(used);
    return { ms, cpuMs: (user + system) / 1000 };
  });
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(times / 2)]!;
  return { ms: middle(all.map(({ ms }) => ms)), cpuMs: middle(all.map(({ cpuMs }) => cpuMs)) };
}
