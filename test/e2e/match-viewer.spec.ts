/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { viewerHarness } from './support/harness.ts';

// Planning CT and scan in the fused panes, on a made-up chest whose match is known; no engine.

const screens = new URL('../../test-results/match-viewer/', import.meta.url).pathname;
const { address } = viewerHarness('match-harness', []);
test.beforeAll(() => void mkdirSync(screens, { recursive: true }));

async function open(page: Page, query: string): Promise<void> {
  await page.goto(`${address()}?case=match${query}`);
  await expect(page.locator('[data-pane][data-painted]')).toHaveCount(3, { timeout: 120_000 });
  await expect(page.getByRole('status')).toHaveCount(0, { timeout: 120_000 });
  await page.waitForTimeout(300);
}
const shoot = (page: Page, name: string) => page.screenshot({ path: `${screens}${name}.png` });

/** Mean distance from grey of a pane's pixels: 0 where both volumes agree. */
function colourfulness(page: Page, pane: string): Promise<number> {
  return page.locator(`[data-pane="${pane}"] canvas`).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let n = 0; n < data.length; n += 4) sum += Math.abs(data[n]! - data[n + 1]!);
    return sum / (data.length / 4);
  });
}

test('every way of laying the scan over the planning CT', async ({ page }) => {
  await open(page, '');
  await shoot(page, 'blend');
  for (const [key, name] of [
    ['c', 'two-colour'],
    ['w', 'wipe'],
    ['s', 'lens'],
    ['q', 'checker'],
    ['d', 'difference'],
  ] as const) {
    await page.keyboard.press(key);
    const box = (await page.locator('[data-pane="axial"]').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.62, box.y + box.height * 0.5);
    await page.waitForTimeout(250);
    await shoot(page, name);
  }
  await page.keyboard.press('c');
  await page.waitForTimeout(200);
  const matched = await colourfulness(page, 'axial');
  await page.keyboard.down('x');
  await page.waitForTimeout(300);
  await shoot(page, 'two-colour-before');
  const before = await colourfulness(page, 'axial');
  await page.keyboard.up('x');
  expect(before).toBeGreaterThan(1.5 * matched);
});

test('a region, and the hand that moves the scan', async ({ page }) => {
  await open(page, '&box');
  await page.keyboard.press('c');
  await page.keyboard.press('g');
  const box = (await page.locator('[data-pane="coronal"]').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.3 + 20, box.y + box.height * 0.5 + 6, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press(']');
  await page.waitForTimeout(300);
  await expect(page.getByRole('status')).toContainText("to the patient's left");
  await expect(page.getByRole('status')).toContainText('turned 0.5°');
  await expect(page.locator('[data-pane="axial"]')).toHaveAttribute('data-step', '1');
  await shoot(page, 'adjust');
});

test('a drag of 512 x 512 x 276 voxels, frames a second', async ({ page }) => {
  await open(page, '&large');
  await page.keyboard.press('g');
  const box = (await page.locator('[data-pane="axial"]').boundingBox())!;
  const [x, y] = [box.x + box.width * 0.4, box.y + box.height * 0.45];
  await page.mouse.move(x, y);
  const drag = (ms: number) =>
    page.evaluate(
      ([left, top, lasting]) =>
        new Promise<{ frames: number; ms: number; steps: number; costs: number[] }>((resolve) => {
          const pane = document.querySelector<HTMLElement>('[data-pane="axial"]')!;
          pane.setPointerCapture = () => undefined;
          const send = (type: string, dx: number) => {
            const at = { clientX: left! + dx, clientY: top! + dx / 2, button: 0, pointerId: 1 };
            pane.dispatchEvent(new PointerEvent(type, { ...at, bubbles: true }));
          };
          send('pointerdown', 0);
          const began = performance.now();
          const first = Number(pane.dataset['painted']);
          let steps = 0;
          const costs: number[] = [];
          const channel = new MessageChannel();
          let sentAt = 0;
          channel.port1.onmessage = () => costs.push(performance.now() - sentAt);
          const look = () => {
            const now = performance.now() - began;
            if (now < lasting!) {
              steps = Math.max(steps, Number(pane.dataset['step']));
              sentAt = performance.now();
              send('pointermove', 40 * Math.sin(now / 200));
              // Comes after the three pictures were drawn.
              channel.port2.postMessage(null);
              requestAnimationFrame(look);
              return;
            }
            const frames = Number(pane.dataset['painted']) - first;
            send('pointerup', 0);
            resolve({ frames, ms: now, steps, costs });
          };
          requestAnimationFrame(look);
        }),
      [x, y, ms],
    );
  await drag(800);
  // Processor time and not the clock: what it costs however busy the machine is.
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
  };
  const busyBefore = await busyMs();
  const { frames, ms, steps, costs } = await drag(3000);
  const perFrame = ((await busyMs()) - busyBefore) / frames;
  const fps = ((frames * 1000) / ms).toFixed(1);
  const median = costs.toSorted((a, b) => a - b)[Math.floor(costs.length / 2)]!.toFixed(1);
  // Not asserted: the bar is for a machine that does nothing else.
  const description = `${fps} frames a second (bar: 30); three panes take ${median} ms, ${perFrame.toFixed(1)} ms of the processor`;
  test.info().annotations.push({ type: 'drag', description });
  console.log(`drag: ${description}`);
  expect(steps).toBeGreaterThanOrEqual(2);
  expect(frames).toBeGreaterThan(0);
  await expect(page.locator('[data-pane="axial"]')).toHaveAttribute('data-step', '1');
});
