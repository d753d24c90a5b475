import type { Page } from '@playwright/test';
import type { DenseResult } from '../../studies/library/dense-records.ts';
import type { StudyRecord } from '../../studies/library/records.ts';
import { contraction } from '../../studies/samples/beat.ts';
import { leftVentricleAxesMm } from '../../studies/samples/heart-phantom.ts';
import { pdfText } from '../fixtures/pdf-text.ts';
import { saved } from './support/files.ts';
import { expectAccessible, keepScreen, openStudy } from './support/pages.ts';
import { expect, test } from './support/test.ts';

// From a short-axis stack to a beating dense heart and a report, with the model and the engine themselves.

const view = (page: Page) => page.locator('.dense-view');
const scene = (page: Page) => page.locator('[data-role="dense-3d"]');
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

async function denseOf(page: Page): Promise<DenseResult> {
  const ask = async <T>(path: string) =>
    (await (await page.request.get(new URL(path, page.url()).href)).json()) as T;
  const { studies } = await ask<{ studies: StudyRecord[] }>('/api/studies');
  const study = studies.find(({ patientId }) => patientId === 'SPARROW-HEART')!;
  const { dense } = await ask<{ dense: DenseResult[] }>(`/api/studies/${study.uid}/dense`);
  return dense[0]!;
}

/** What a binary STL encloses, mL: an outside reader's sum over its triangles (divergence theorem). */
function stlMl(bytes: Uint8Array): number {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const triangles = data.getUint32(80, true);
  expect(bytes.length).toBe(84 + 50 * triangles);
  let six = 0;
  for (let t = 0; t < triangles; t++) {
    const corner = (c: number) =>
      [0, 1, 2].map((axis) => data.getFloat32(84 + 50 * t + 12 + 12 * c + 4 * axis, true));
    const [a, b, c] = [corner(0), corner(1), corner(2)] as [number[], number[], number[]];
    six +=
      a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
      a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
      a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
  }
  return six / 6 / 1000;
}

test('from a short-axis stack to a beating heart and a report', async ({
  page,
  door,
  withSamples: _,
}) => {
  test.setTimeout(900_000);

  await test.step('the dense heart is made from the keyboard', async () => {
    await openStudy(page, 'Phantom, Heart');
    await page.keyboard.press('y');
    await expect(view(page)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: 'Make the dense heart' })).toBeVisible();
    await page.getByLabel(/Hold back every second slice/).check();
    await page.getByRole('button', { name: 'Make the dense heart' }).click();
    await expect(page.getByRole('progressbar').first()).toBeVisible();
    await expect(page.locator('.dense-scene')).toHaveAttribute('data-state', 'ready', {
      timeout: 600_000,
    });
  });

  await test.step('it beats in 3D', async () => {
    await expect(page.getByText(/Reading the surfaces/)).toHaveCount(0, { timeout: 180_000 });
    if ((await view(page).getAttribute('data-playing')) === 'false') await page.keyboard.press(' ');
    const before = await scene(page).screenshot();
    await expect.poll(async () => (await scene(page).screenshot()).equals(before)).toBe(false);
    await page.keyboard.press('d');
    await expect(view(page)).toHaveAttribute('data-playing', 'false');
    await page.waitForTimeout(900);
    await keepScreen(page, '80-dense-study-heart');
    await expectAccessible(page);
  });

  const dense = await denseOf(page);
  const { cavity } = leftVentricleAxesMm(contraction(dense.edPhase / dense.phases.length));

  await test.step('numbers agree with the sample’s own shape, and measured slices are reported', async () => {
    // Half a spheroid, from the base to the tip.
    const trueMl = (2 / 3) * Math.PI * cavity.radius ** 2 * (cavity.length / 1000);
    expect(Math.abs(dense.measures.lvEdvMl.value / trueMl - 1)).toBeLessThan(0.15);
    expect(
      Math.abs(dense.curves.meshMl[dense.edPhase]! / dense.curves.voxelMl[dense.edPhase]! - 1),
    ).toBeLessThan(0.06);
    await tab(page, 'Numbers').click();
    await expect(page.locator('tr[data-measure="lvEfPct"] [data-way="discs"] strong')).toHaveText(
      dense.discs.lvEfPct.value.toFixed(0),
    );
    await expect(page.locator('tr[data-method="linear"]').first()).toBeVisible();
    await keepScreen(page, '81-dense-study-numbers');
  });

  await test.step('the long-axis planes are laid against it', async () => {
    await tab(page, 'Long-axis check').click();
    await expect(page.locator('[data-pane="dense-check"]')).toBeVisible();
    await page.waitForTimeout(1500);
    await keepScreen(page, '82-dense-study-check');
    for (const { correlation } of dense.longAxis)
      expect(Math.min(...correlation)).toBeGreaterThan(0.5);
  });

  await test.step('a surface leaves as STL with the volume that is told', async () => {
    await tab(page, 'Numbers').click();
    await page.getByRole('button', { name: 'Export' }).last().click();
    const file = await saved(page, () =>
      page.getByRole('menuitem', { name: /STL: LV cavity/ }).click(),
    );
    const ml = stlMl(file.bytes);
    expect(Math.abs(ml / dense.curves.meshMl[dense.edPhase]! - 1)).toBeLessThan(0.01);
  });

  await test.step('the report tells what was made', async () => {
    const report = await saved(page, () =>
      page.getByRole('button', { name: 'Report (PDF)' }).click(),
    );
    const text = pdfText(report.bytes);
    expect(text).toContain('Dense heart');
    expect(text).toContain('Measured slices (reported)');
    expect(text).toContain('MADE');
    expect(text).toContain(dense.weightsSha256.slice(0, 32));
  });

  await test.step('after a power cut everything is there', async () => {
    // How the study was left is written after a short pause.
    await page.waitForTimeout(1000);
    await door.close('SIGKILL');
    await page.goto(await door.open());
    await expect(view(page)).toBeVisible({ timeout: 60_000 });
    expect((await denseOf(page)).id).toBe(dense.id);
    await expect(tab(page, 'Numbers')).toBeVisible();
  });
});
