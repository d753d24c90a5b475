/// <reference lib="dom" />
import { openHarness, threadClock } from './support/harness.ts';

/**
 * Frames a second while a hand drags a scan over a planning CT of 512 x 512 x 276 voxels:
 * those of the slowest of the three panes, as a share of the bar of 30, with the main thread's own time
 * for a frame, which other work on the machine does not change. Needs an idle machine.
 */
const bar = 30;

const { page, address, close } = await openHarness('match-harness');

try {
  const threadMs = await threadClock(page);
  await page.goto(`${address}?case=match&large`);
  await page.locator('[data-pane="sagittal"][data-painted]').waitFor({ timeout: 180_000 });
  await page.waitForTimeout(2000);
  await page.keyboard.press('g');
  for (let round = 1; round <= 3; round++) {
    const before = await threadMs();
    const { frames, ms } = await swing();
    const ownMs = ((await threadMs()) - before) / Math.max(1, frames);
    const fps = (1000 * frames) / ms;
    console.log(
      `drag ${round}: ${fps.toFixed(1)} fps  ${(fps / bar).toFixed(2)} of ${bar}` +
        `  main thread ${ownMs.toFixed(1)} ms a frame`,
    );
  }

  function swing(): Promise<{ frames: number; ms: number }> {
    return page.locator('[data-pane="axial"]').evaluate(
      (element) =>
        new Promise<{ frames: number; ms: number }>((resolve) => {
          const pane = element as HTMLElement;
          const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
          pane.setPointerCapture = () => undefined;
          const box = pane.getBoundingClientRect();
          const send = (type: string, dx: number) => {
            const clientX = box.x + box.width * 0.4 + dx;
            const clientY = box.y + box.height * 0.45 + dx / 2;
            const at = { clientX, clientY, button: 0, pointerId: 1, bubbles: true };
            pane.dispatchEvent(new PointerEvent(type, at));
          };
          const painted = () => panes.map((one) => Number(one.dataset['painted']));
          const first = painted();
          const began = performance.now();
          send('pointerdown', 0);
          const frame = () => {
            const ms = performance.now() - began;
            send(ms < 3000 ? 'pointermove' : 'pointerup', 40 * Math.sin(ms / 200));
            if (ms < 3000) return requestAnimationFrame(frame);
            return resolve({ frames: Math.min(...painted().map((n, k) => n - first[k]!)), ms });
          };
          requestAnimationFrame(frame);
        }),
    );
  }
} finally {
  await close();
}
