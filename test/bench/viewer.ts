/// <reference lib="dom" />
import { openHarness, threadClock } from './support/harness.ts';

/**
 * Frames a second of the reading screen for 512 x 512 slices, with WebGL drawn in software: one
 * slice a frame by the wheel, the crosshair dragged through all three planes, and a cine at twice
 * its speed (62.5 phases a second). Printed as a share of the screen's 60, with the main thread's own
 * time for a frame, which other work on the machine does not change.
 */
const screenFps = 60;

interface Paints {
  readonly fps: number;
  readonly slowestMs: number;
}

const { page, address, close } = await openHarness('viewer-harness');
const threadMs = await threadClock(page);

async function open(query: string, pane: string): Promise<void> {
  await page.goto(`${address}?${query}`);
  await page.locator(`[data-pane="${pane}"][data-painted]`).waitFor();
  await page.getByRole('status').waitFor({ state: 'detached' });
  await page.waitForTimeout(1000);
}

/** Counts the paints of a pane for three seconds while `action` is done before every frame. */
function paints(pane: string, action: 'wheel' | 'drag' | 'nothing'): Promise<Paints> {
  return page.locator(`[data-pane="${pane}"]`).evaluate(
    (element, kind) =>
      new Promise<{ fps: number; slowestMs: number }>((resolve) => {
        const target = element as HTMLElement;
        const box = target.getBoundingClientRect();
        const painted = () => Number(target.dataset['painted']);
        const from = { count: painted(), at: performance.now() };
        let last = { ...from };
        let slowestMs = 0;
        let n = 0;
        const frame = () => {
          const now = performance.now();
          if (painted() !== last.count) {
            slowestMs = Math.max(slowestMs, now - last.at);
            last = { count: painted(), at: now };
          }
          if (now - from.at > 3000) {
            return resolve({ fps: ((painted() - from.count) * 1000) / (now - from.at), slowestMs });
          }
          n++;
          if (kind === 'wheel') {
            const deltaY = n % 60 < 30 ? 100 : -100;
            target.dispatchEvent(new WheelEvent('wheel', { deltaY, cancelable: true }));
          } else if (kind === 'drag') {
            const at = { clientX: box.x + 100 + (n % 100), clientY: box.y + 100 + (n % 80) };
            target.dispatchEvent(new PointerEvent('pointermove', { ...at, shiftKey: true }));
          }
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    action,
  );
}

async function print(name: string, ...[pane, action]: Parameters<typeof paints>): Promise<void> {
  const before = await threadMs();
  const { fps, slowestMs } = await paints(pane, action);
  const ownMs = ((await threadMs()) - before) / Math.max(1, fps * 3);
  const share = (fps / screenFps).toFixed(2);
  console.log(
    `${name.padEnd(46)} ${fps.toFixed(1)} fps  ${share} of 60  slowest ${slowestMs.toFixed(0)} ms` +
      `  main thread ${ownMs.toFixed(1)} ms a frame`,
  );
}

try {
  await open('case=large', 'axial');
  await print('slice scroll, 512 x 512, one of three planes', 'axial', 'wheel');
  await print('crosshair through three planes, 512 x 512', 'coronal', 'drag');
  await page.locator('[data-pane="axial"]').dblclick();
  await page.waitForTimeout(500);
  await print('slice scroll, 512 x 512, filling the window', 'axial', 'wheel');
  // `from=1` leaves the stack out: what stays is one plane, in the grid and large.
  await open('case=cine&side=512&from=1', 'cine');
  await page.getByLabel('Speed').selectOption('2');
  await page.waitForTimeout(1000);
  await print('cine, one plane of 512 x 512, 62.5 phases/s', 'cine', 'nothing');
  await open('case=cine&side=512', 'cine');
  await page.getByLabel('Speed').selectOption('2');
  await page.waitForTimeout(1000);
  await print('cine, ten pictures of 512 x 512, 62.5 phases/s', 'cine', 'nothing');
} finally {
  await close();
}
