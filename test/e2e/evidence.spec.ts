/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { drop } from './support/drop.ts';
import { saved } from './support/files.ts';
import { expectAccessible, expectPainted, keepScreen } from './support/pages.ts';
import { chestScanFiles, scanViews } from './support/scan.ts';
import { expect, test } from './support/test.ts';

// From a scanner's projections to evidence in a report, with everything real behind it.

const side = (page: Page, name: string | RegExp) => page.getByRole('complementary', { name });
const evidence = (page: Page) => page.locator('.evidence');
const pane = (page: Page, name: string) => page.locator(`[data-pane="${name}"]`);

/** Share of a pane's pixels that are in colour: a map lies over a grey picture. */
async function coloured(page: Page, name: string): Promise<number> {
  return pane(page, name)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext('2d')!;
      // Without the badge at the foot, which is in colour by itself.
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height - 40);
      let found = 0;
      for (let at = 0; at < data.length; at += 4) {
        const channels = [data[at]!, data[at + 1]!, data[at + 2]!];
        if (Math.max(...channels) - Math.min(...channels) > 24) found++;
      }
      return (4 * found) / data.length;
    });
}

/** "2.1 % … itself: 6.3 %." as the two percentages. */
async function figures(page: Page): Promise<{ result: number; input: number }> {
  const text = (await page.locator('p.figure').textContent()) ?? '';
  const found = /([0-9.]+) %.*itself: ([0-9.]+) %/s.exec(text);
  return { result: Number(found?.[1]), input: Number(found?.[2]) };
}

test('from projections to evidence and a report', async ({ page, door }) => {
  test.setTimeout(1_200_000);

  await test.step('a geometry file and a stack are dropped and become a scan', async () => {
    await page.goto(await door.open());
    await drop(page, await chestScanFiles());
    const report = page.getByRole('dialog', { name: 'Import finished' });
    await expect(report).toBeVisible({ timeout: 120_000 });
    await report.getByRole('button', { name: 'Open', exact: true }).click();
    await expectPainted(page);
    await expect(page.getByText(`${scanViews} projections`).first()).toBeVisible();
    await keepScreen(page, '30-projections');
  });

  await test.step('FDK makes a volume of them', async () => {
    const panel = side(page, 'Reconstruct');
    if (!(await panel.isVisible())) await page.keyboard.press('f');
    await panel
      .getByRole('form', { name: 'Reconstruction settings' })
      .getByRole('button', { name: 'Reconstruct' })
      .click();
    await expect(pane(page, 'coronal')).toBeVisible({ timeout: 120_000 });
    await expectPainted(page);
    await keepScreen(page, '31-reconstructed');
  });

  await test.step('MInDI-3D runs on it, with two samples, every step kept', async () => {
    await page.keyboard.press('e');
    const panel = side(page, 'Enhance with MInDI-3D');
    await panel.getByRole('group', { name: 'Steps' }).getByText('2', { exact: true }).click();
    await panel.getByRole('checkbox', { name: /Keep the picture of every step/ }).check();
    await panel.getByLabel('Samples').selectOption('2');
    await panel.getByLabel('Refine on the projections').selectOption('1');
    await panel.getByLabel('Device').selectOption('cpu');
    await expectAccessible(page);
    await keepScreen(page, '32-enhance-form');
    await panel.getByRole('button', { name: 'Run MInDI-3D' }).click();
    const toast = page.getByRole('status').filter({ hasText: 'MInDI-3D has finished.' });
    await expect(toast).toBeVisible({ timeout: 600_000 });
    await toast.getByRole('button', { name: 'Compare' }).click();
    await expectPainted(page);
    await page.keyboard.press('j');
  });

  await test.step('the figure is in sight wherever the result is', async () => {
    const { result, input } = await figures(page);
    expect(result).toBeGreaterThan(0);
    expect(result).toBeLessThan(input);
    const short = `${result.toFixed(result < 1 ? 2 : 1)} % of the measurement unexplained`;
    await expect(page.getByRole('navigation').getByText(short)).toBeVisible();
    await expect(page.locator('footer').getByText(short)).toBeVisible();
    await expect(page.locator('.badge')).toContainText(`${result.toFixed(result < 1 ? 2 : 1)} %`);
    await expectAccessible(page);
    await keepScreen(page, '33-compare-evidence');
  });

  await test.step('one map at a time lies over the result', async () => {
    // At the ends of the volume the cone sees too little: there the map has something to show.
    await page.keyboard.press('c');
    await expect(pane(page, 'output')).toHaveAttribute('aria-label', /Coronal/);
    const plain = await coloured(page, 'output');
    await page.keyboard.press('o');
    await page.getByLabel('Smallest value that is marked, HU').fill('2');
    await expect.poll(() => coloured(page, 'output')).toBeGreaterThan(plain + 0.005);
    await keepScreen(page, '34-departure');
    await page.keyboard.press('o');
    await expect(page.getByRole('button', { name: /^Uncertainty/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await page.getByLabel('Smallest value that is marked, HU').fill('2');
    await expect.poll(() => coloured(page, 'output')).toBeGreaterThan(plain + 0.005);
    await expectAccessible(page);
    await keepScreen(page, '35-uncertainty');
    await page.keyboard.press('o');
    await expect.poll(() => coloured(page, 'output')).toBeCloseTo(plain, 3);
  });

  await test.step('the dial turns back through the steps and keeps the view', async () => {
    await page.mouse.move(10, 10);
    await pane(page, 'output').hover();
    await page.mouse.wheel(0, 180);
    const slice = await pane(page, 'output').getAttribute('data-slice');
    const dial = page.getByRole('slider', { name: 'Picture after step' });
    await expect(dial).toHaveAttribute('aria-valuetext', /^Result/);
    await dial.press('Home');
    // A run from the projections keeps what it began with as well.
    const first = /^(Start|Step 1): [0-9.]+× sharpness, [0-9.]+ %/;
    await expect(dial).toHaveAttribute('aria-valuetext', first);
    const title = page.getByRole('heading', { name: /^(Start from the projections|After step 1)/ });
    await expect(title).toBeVisible();
    await expect(pane(page, 'output')).toHaveAttribute('data-slice', slice!);
    await keepScreen(page, '36-step-dial');
    await dial.press('End');
    await page.locator('body').press('[');
    await expect(page.getByRole('heading', { name: 'After step 2 of 2' })).toBeVisible();
    await dial.press('End');
    await expect(page.getByRole('heading', { name: 'Restored', exact: true })).toBeVisible();
  });

  await test.step('each view can be held against what was measured', async () => {
    await page.locator('body').press('t');
    await expect(evidence(page).locator('[data-plot] rect')).toHaveCount(scanViews);
    await expect(pane(page, 'residual')).toHaveAttribute('data-painted', /[1-9]/);
    await expect.poll(() => coloured(page, 'residual')).toBeGreaterThan(0.005);
    await expectAccessible(page);
    await keepScreen(page, '37-evidence');
    await evidence(page).locator('[data-plot] rect[data-view="20"]').click();
    await expect(evidence(page).locator('[data-view="20"].chosen')).toBeVisible();
    await expect(evidence(page)).toContainText(`View 21 of ${scanViews} · 150.0°`);
    await page.getByRole('slider', { name: 'View' }).press('ArrowRight');
    await expect(evidence(page)).toContainText(`View 22 of ${scanViews} · 157.5°`);
    await page.getByRole('button', { name: 'Map on the slices' }).click();
    await expect(page.getByRole('button', { name: /^Departure/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
  });

  await test.step('the result is read in three planes under the same map', async () => {
    await page.getByRole('button', { name: 'Read this result in three planes' }).click();
    await expectPainted(page);
    await expect.poll(() => coloured(page, 'coronal')).toBeGreaterThan(0.005);
    await expect(page.locator('details.note.warn').first()).toContainText('not for dose');
    await expectAccessible(page);
    await keepScreen(page, '38-reading-departure');
  });

  await test.step('and the report carries the evidence', async () => {
    const report = await saved(page, () => page.getByRole('button', { name: 'Report' }).click());
    expect(report.name).toMatch(/\.pdf$/);
    expect(Buffer.from(report.bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(report.bytes.length).toBeGreaterThan(20_000);
  });
});
