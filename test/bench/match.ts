import { parseArgs } from 'node:util';
import { captureRange } from '../../studies/positioning/capture-range.ts';
import { judgeMatch } from '../../studies/positioning/credible.ts';
import { matchRigid } from '../../studies/positioning/registration/match.ts';
import { prepareVolume } from '../../studies/positioning/registration/prepare.ts';
import { bodyPhantom } from '../../studies/positioning/testing/body-phantom.ts';
import { matchError, movedBy, moveOf } from '../../studies/positioning/testing/known-offsets.ts';
import { matchUncertainty } from '../../studies/positioning/uncertainty.ts';
import { upright } from '../../studies/volume/testing/grids.ts';

/**
 * How long a patient positioning check takes: a cone-beam scan of 256 x 256 x 128 laid onto a planning CT
 * of 512 x 512 x 100 in six degrees of freedom. The bar is for all that has to be there before numbers
 * are shown, evidence and uncertainty included. Exits 1 when it is missed or the match is wrong.
 *
 *     node test/bench/match.ts [--capture]
 */
const { values } = parseArgs({ options: { capture: { type: 'boolean', default: false } } });
const barSeconds = 10;

const planning = upright([512, 512, 100], [0.7, 0.7, 2.5], [-178.85, -178.85, -123.75]);
const scan = upright([256, 256, 128], [1.2, 1.2, 1.6], [-153, -153, -101.6]);
const fixedGrid = bodyPhantom('anna', planning, { noiseHu: 20, couch: true });
const move = moveOf([2, -1, 2], [6, -7, 5]);
const movingGrid = movedBy(
  bodyPhantom('anna', scan, { noiseHu: 60, streakHu: 60, seed: 2, couch: true }),
  move,
);

const total = { seconds: 0, cpuSeconds: 0 };
const fixed = timed('prepare the planning CT', () => prepareVolume(fixedGrid));
const moving = timed('prepare the scan', () => prepareVolume(movingGrid));
const match = timed('match', () => matchRigid(fixed, moving, { pivotMm: [0, 0, 0] }));
const judged = timed('evidence', () => judgeMatch(fixed, moving, match));
timed('uncertainty', () => matchUncertainty(match, moving));
const missed = total.cpuSeconds > barSeconds;
const { mm, deg } = matchError(match.movingToFixed, move);
const wrong = !judged.credible || mm > 0.5 || deg > 0.3;
console.log(
  `all, s: ${total.seconds.toFixed(1)}, on the processor ${total.cpuSeconds.toFixed(1)} (bar ${barSeconds})${missed ? ' MISSED' : ''}`,
);
console.log(`off by ${mm.toFixed(2)} mm, ${deg.toFixed(2)} degrees${wrong ? ' WRONG' : ''}`);
if (values.capture) {
  const range = timed('capture range', () => captureRange(fixed, moving, match));
  console.log(`finds home from ${range.shiftMm} mm and ${range.turnDeg} degrees`);
}
process.exitCode = missed || wrong ? 1 : 0;

/** Runs once: a check is made once, with nothing warmed up. */
function timed<T>(name: string, work: () => T): T {
  const used = process.cpuUsage();
  const began = performance.now();
  const made = work();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(used);
  const cpuSeconds = (user + system) / 1e6;
  total.seconds += seconds;
  total.cpuSeconds += cpuSeconds;
  console.log(`${name}, s: ${seconds.toFixed(2)}, on the processor ${cpuSeconds.toFixed(2)}`);
  return made;
}
