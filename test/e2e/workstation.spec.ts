import type { Page } from '@playwright/test';
import { dicomOfZip, saved } from './support/files.ts';
import {
  expectAccessible,
  expectPainted,
  keepScreen,
  loadSamples,
  openStudy,
} from './support/pages.ts';
import { expect, test } from './support/test.ts';

// One reader's morning with everything real behind it: SQLite, ONNX Runtime, DICOM files.

const side = (page: Page, name: string) => page.getByRole('complementary', { name });
const job = (page: Page, state: string) =>
  side(page, 'Jobs').getByRole('article').filter({ hasText: state });

async function startRun(page: Page, steps: number): Promise<void> {
  await page.keyboard.press('e');
  const panel = side(page, 'Enhance with MInDI-3D');
  await expect(panel).toContainText('More steps look sharper, not truer.');
  await panel
    .getByRole('group', { name: 'Steps' })
    .getByText(String(steps), { exact: true })
    .click();
  await panel.getByLabel('Device').selectOption('cpu');
  await panel.getByRole('button', { name: 'Run MInDI-3D' }).click();
  await expect(job(page, 'Running')).toBeVisible();
}

test('an empty library teaches and offers the samples', async ({ page, door }) => {
  test.setTimeout(600_000);
  await page.goto(await door.open());
  await expect(page.getByRole('heading', { name: 'Welcome to Sparrow' })).toBeVisible();
  await expect(page.getByText('Research use only.', { exact: false })).toBeVisible();
  await expectAccessible(page);
  await keepScreen(page, '01-first-start');
  await loadSamples(page);
  await expectAccessible(page);
  await keepScreen(page, '02-studies');
});

test('from a sparse scan to a report, and again after a power cut', async ({
  page,
  door,
  withSamples: _,
}) => {
  test.setTimeout(900_000);

  await test.step('the sparse-view CBCT opens in three planes and scrolls', async () => {
    await openStudy(page, 'Phantom, Chest');
    await expectPainted(page);
    await expect(page.locator('[data-pane][data-painted]')).toHaveCount(3);
    await expectAccessible(page);
    await keepScreen(page, '03-reading-cbct');
    const axial = page.locator('[data-pane="axial"]');
    const before = await axial.getAttribute('data-slice');
    await axial.hover();
    await page.mouse.wheel(0, 300);
    await expect(axial).not.toHaveAttribute('data-slice', before ?? '');
  });

  await test.step('the cine heart plays', async () => {
    await page.keyboard.press('b');
    await openStudy(page, 'Phantom, Heart');
    const cine = page.locator('.cine-view');
    await expectPainted(page);
    if (await page.getByRole('button', { name: /Play/ }).isVisible())
      await page.keyboard.press(' ');
    const seen = new Set<string | null>();
    await expect
      .poll(async () => seen.add(await cine.getAttribute('data-phase')).size, { intervals: [30] })
      .toBeGreaterThan(5);
    await expectAccessible(page);
    await keepScreen(page, '04-reading-cine');
    await expect(page.getByRole('button', { name: 'Enhance' })).toBeDisabled();
  });

  await test.step('a run is cancelled at once', async () => {
    await page.keyboard.press('b');
    await openStudy(page, 'Phantom, Chest');
    await startRun(page, 8);
    await expect(job(page, 'Running')).toContainText('Tile', { timeout: 60_000 });
    await expectAccessible(page);
    await keepScreen(page, '05-running');
    const pressed = Date.now();
    await job(page, 'Running').getByRole('button', { name: 'Cancel' }).click();
    await expect(job(page, 'Cancelled')).toBeVisible();
    expect(Date.now() - pressed).toBeLessThan(5000);
    await page.keyboard.press('j');
  });

  await test.step('a run finishes and offers its comparison', async () => {
    await startRun(page, 1);
    const toast = page.getByRole('status').filter({ hasText: 'MInDI-3D has finished.' });
    await expect(toast).toBeVisible({ timeout: 300_000 });
    await toast.getByRole('button', { name: 'Compare' }).click();
    await expect(page.locator('.compare-view')).toHaveAttribute('data-mode', 'side');
    await expectPainted(page);
  });

  await test.step('input and result are compared in pictures and numbers', async () => {
    const numbers = page.getByRole('table');
    const gain = async () => {
      const cells = await numbers.locator('tbody tr td:nth-of-type(1)').allTextContents();
      return Number(cells[1]) - Number(cells[0]);
    };
    await expect.poll(gain, { timeout: 30_000 }).not.toBeNaN();
    await expect(page.getByText('Reference: CBCT dense, 400 views')).toBeVisible();
    await expect(page.getByText(/Here the result is [0-9.]+ dB (nearer|farther)/)).toBeVisible();
    await expectAccessible(page);
    await keepScreen(page, '06-compare-side');
    for (const [key, mode] of [
      ['w', 'wipe'],
      ['d', 'difference'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.locator('.compare-view')).toHaveAttribute('data-mode', mode);
      await expectPainted(page);
      await keepScreen(page, `07-compare-${mode}`);
    }
  });

  await test.step('the result is held against the measured projections of the sample', async () => {
    await page.keyboard.press('t');
    await expect(page.locator('p.figure')).toContainText('of the measured line integrals');
    await page.keyboard.press('t');
    await expect(page.locator('.compare-view')).toBeVisible();
    await expectPainted(page);
  });

  await test.step('the report, the DICOM series and the picture leave', async () => {
    const report = await saved(page, () => page.getByRole('button', { name: 'Report' }).click());
    expect(report.name).toMatch(/\.pdf$/);
    expect(Buffer.from(report.bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(report.bytes.length).toBeGreaterThan(20_000);

    await page.getByRole('button', { name: 'Export' }).click();
    await keepScreen(page, '08-export');
    const zip = await saved(page, () => page.getByRole('menuitem', { name: /DICOM/ }).click());
    const slices = dicomOfZip(zip.bytes);
    expect(slices).toHaveLength(96);
    expect(new Set(slices.map((slice) => slice.seriesUid)).size).toBe(1);
    expect(new Set(slices.map((slice) => slice.z)).size).toBe(96);
    expect(slices[0]).toMatchObject({ rows: 128, columns: 128, pixelBytes: 128 * 128 * 2 });
    expect(slices[0]?.imageType).toMatch(/^DERIVED\\SECONDARY/);
    expect(slices[0]?.derivation).toMatch(/mindi3d.*steps 1.*seed \d/i);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('picture on the screen');
    const picture = await saved(page, () => page.keyboard.press('Enter'));
    expect([...picture.bytes.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  });

  await test.step('after a power cut everything is there as it was left', async () => {
    // How the study was left is written after a short pause.
    await page.waitForTimeout(1000);
    await door.close('SIGKILL');
    await expect(page.getByText('The connection to Sparrow', { exact: false })).toBeVisible();
    await keepScreen(page, '09-connection-lost');
    await page.goto(await door.open());
    await expect(page.locator('.compare-view')).toBeVisible();
    await expectPainted(page);
    await expect(job(page, 'Done')).toBeVisible();
    await expect(job(page, 'Cancelled')).toBeVisible();
    await page.getByRole('button', { name: 'Studies' }).click();
    await expect(page.locator('li.row')).toHaveCount(2);
    await expect(page.getByText('1 result')).toBeVisible();
    await keepScreen(page, '10-studies-again');
  });

  await test.step('a deleted result is gone', async () => {
    await openStudy(page, 'Phantom, Chest');
    await page.getByRole('button', { name: 'Delete this result' }).click();
    await expect(page.locator('.compare-view')).toHaveCount(0);
    await expect(page.getByText('Restored by a model')).toHaveCount(0);
    await expectPainted(page);
  });
});
