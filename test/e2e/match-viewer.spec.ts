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

/**
 * A hand on the axial pane swings the scan for so long: how often the slowest of the three panes
 * was painted, the coarsest step of each, how many sentences told the move, and where the pointer
 * ended, CSS pixels.
 */
const drag = (page: Page, from: readonly [number, number], ms: number) =>
  page.evaluate(
    ([left, top, lasting]) =>
      new Promise<{ frames: number; steps: number[]; told: number; endPx: number }>((resolve) => {
        const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
        const pane = document.querySelector<HTMLElement>('[data-pane="axial"]')!;
        pane.setPointerCapture = () => undefined;
        let endPx = 0;
        const send = (type: string, dx: number) => {
          endPx = dx;
          const at = { clientX: left! + dx, clientY: top! + dx / 2, button: 0, pointerId: 1 };
          pane.dispatchEvent(new PointerEvent(type, { ...at, bubbles: true }));
        };
        send('pointerdown', 0);
        const began = performance.now();
        const painted = () => panes.map((one) => Number(one.dataset['painted']));
        const first = painted();
        let steps = panes.map(() => 0);
        const told = new Set<string>();
        const look = () => {
          const now = performance.now() - began;
          steps = steps.map((step, n) => Math.max(step, Number(panes[n]!.dataset['step'])));
          told.add(document.querySelector('[role="status"]')?.textContent ?? '');
          if (now < lasting!) {
            send('pointermove', 40 * Math.sin(now / 200));
            requestAnimationFrame(look);
            return;
          }
          const frames = Math.min(...painted().map((count, n) => count - first[n]!));
          send('pointerup', endPx);
          resolve({ frames, steps, told: told.size, endPx });
        };
        requestAnimationFrame(look);
      }),
    [...from, ms],
  );

test('a drag is coarse and live, and sharp at rest', async ({ page }) => {
  await open(page, '&large');
  await page.keyboard.press('g');
  const box = (await page.locator('[data-pane="axial"]').boundingBox())!;
  const from = [box.x + box.width * 0.4, box.y + box.height * 0.45] as const;
  await page.mouse.move(...from);
  // Frames a second are measured in test/bench/drag.ts.
  const { frames, steps, told, endPx } = await drag(page, from, 2500);
  for (const step of steps) expect(step).toBeGreaterThanOrEqual(2);
  // The numbers are live: nearly every frame tells another move.
  expect(frames).toBeGreaterThan(3);
  expect(told).toBeGreaterThan(frames / 2);

  // At rest everything is sharp again, and the numbers are those of the whole way.
  for (const name of ['axial', 'coronal', 'sagittal']) {
    const pane = page.locator(`[data-pane="${name}"]`);
    await expect(pane).toHaveAttribute('data-step', '1');
    await expect(pane.locator('[data-role="letter-left"]')).toBeVisible();
    const [wide, full] = await pane
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.clientWidth]);
    expect(Math.abs(wide - full)).toBeLessThanOrEqual(1);
  }
  const { width, height } = (await page.locator('[data-pane="axial"] canvas').boundingBox())!;
  const leftMm = endPx / ((Math.min(width, height) / (512 * 0.75)) * 0.98);
  const sentence = await page.getByRole('status').textContent();
  const [, across, side] = /([\d.]+) mm to the patient's (left|right)/.exec(sentence!)!;
  expect(Math.abs(Number(across) * (side === 'left' ? 1 : -1) - leftMm)).toBeLessThan(0.11);
  await shoot(page, 'after-drag');
});
