import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectPainted, keepScreen, openStudy } from './support/pages.ts';
import { expect, test } from './support/test.ts';

// A physicist's bench: a scan is simulated, looked at, and reconstructed. Small, so that it is quick.

const side = (page: Page, name: string) => page.getByRole('complementary', { name });
const scanCard = (page: Page) => page.getByRole('button', { name: /^Scan: 20 simulated/ });
const view = (page: Page) => page.locator('.projections-view');

/** Mean grey of a picture: black means that nothing was painted. */
const brightness = (pane: Locator) =>
  pane.locator('canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let n = 0; n < data.length; n += 4) sum += data[n]!;
    return (4 * sum) / data.length;
  });

async function simulate(page: Page): Promise<void> {
  await page
    .locator('nav')
    .getByRole('button', { name: /CBCT dense/ })
    .click();
  await expectPainted(page);
  await page.keyboard.press('l');
  const panel = side(page, 'Simulate a scan');
  await expect(panel).toContainText('This is a cone-beam CT');
  await expectAccessible(page);
  await keepScreen(page, '40-simulate');
  await panel.getByLabel('Another number').fill('40');
  await panel.getByLabel('Dense scan, views').fill('20');
  await expect(panel.getByRole('alert')).toContainText('cannot have more views');
  await panel.getByLabel('Another number').fill('20');
  await panel.getByLabel('Dense scan, views').fill('40');
  await panel.getByLabel('Voxel size').selectOption('5');
  await panel.getByRole('button', { name: 'Simulate the scan' }).click();
}

test('a scan is simulated, turned, reconstructed and handed on', async ({
  page,
  withSamples: _,
}) => {
  test.setTimeout(600_000);
  await openStudy(page, 'Phantom, Chest');

  await test.step('sparse and dense volume open side by side', async () => {
    await simulate(page);
    await expect(page.locator('.pair-view')).toBeVisible({ timeout: 240_000 });
    await expectPainted(page);
    await expect(page.locator('dl[aria-busy="false"]').getByText('PSNR dB')).toBeVisible();
    await expectAccessible(page);
    await keepScreen(page, '41-simulated-pair');
    await page.keyboard.press('d');
    await expect(page.locator('.pair-view')).toHaveAttribute('data-mode', 'difference');
  });

  await test.step('the projections turn by key, scrubber and sinogram', async () => {
    await page.getByRole('button', { name: 'Projections (20 views)' }).click();
    await expectPainted(page);
    await expect(scanCard(page)).toHaveAttribute('aria-current', 'true');
    await expect(page.getByText('1000 / 1500 mm')).toBeVisible();
    await expect(page.getByText('360° from 0°, clockwise')).toBeVisible();
    const projection = page.locator('[data-pane="projection"]');
    const sinogram = page.locator('[data-pane="sinogram"]');
    await expect.poll(() => brightness(projection)).toBeGreaterThan(20);
    await expect.poll(() => brightness(sinogram)).toBeGreaterThan(20);

    await page.keyboard.press('ArrowRight');
    await expect(view(page)).toHaveAttribute('data-view', '1');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(view(page)).toHaveAttribute('data-view', '19');
    await sinogram.click();
    await expect(view(page)).toHaveAttribute('data-view', /^(9|10)$/);
    await page.getByRole('slider', { name: 'View' }).fill('5');
    await expect(view(page)).toHaveAttribute('data-view', '5');
    await page.getByRole('button', { name: 'Play' }).click();
    await expect(view(page)).not.toHaveAttribute('data-view', '5');
    await page.getByRole('button', { name: 'Pause' }).click();

    // Above the patient no ray meets anything: that row's sinogram is dark.
    const inside = await brightness(sinogram);
    const row = Number(await view(page).getAttribute('data-row'));
    const box = (await projection.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 2, { steps: 4 });
    await page.mouse.up();
    const dragged = async () => Number(await view(page).getAttribute('data-row'));
    expect(await dragged()).toBeGreaterThan(row + 10);
    await expect.poll(() => brightness(sinogram)).toBeLessThan(inside / 4);
    await page.keyboard.press('ArrowDown');
    await expect.poll(dragged).not.toBe(row);
    await page.keyboard.press('r');
    await expect.poll(dragged).toBe(row);
    await expectAccessible(page);
    await keepScreen(page, '42-projections');
  });

  const panel = side(page, 'Reconstruct');
  await test.step('chosen views are marked; a run shows itself and is cancelled', async () => {
    await page.keyboard.press('f');
    await expect(panel).toContainText('About');
    await panel.getByRole('combobox').first().selectOption('2');
    await expect(page.getByRole('img', { name: /^Orbit of the source/ })).toHaveAccessibleName(
      /10 are used/,
    );
    await panel.getByText('OS-SART-TV', { exact: true }).click();
    await panel.getByLabel('Iterations').fill('100');
    await expectAccessible(page);
    await keepScreen(page, '43-reconstruct');
    await panel.getByRole('button', { name: 'Reconstruct', exact: true }).click();
    const axial = page.locator('[data-pane="preview-axial"]');
    await expect(axial).toBeVisible({ timeout: 120_000 });
    await expect.poll(() => brightness(axial)).toBeGreaterThan(3);
    await expect(page.getByText(/Iteration \d+ of 100/)).toBeVisible();
    await keepScreen(page, '44-reconstructing');
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await expect(view(page)).toBeVisible();
  });

  await test.step('FDK finishes, its volume opens, and one button restores it', async () => {
    await panel.getByText('FDK', { exact: true }).click();
    await panel.getByLabel('Voxel size').selectOption('5');
    await panel.getByLabel('Voxels from feet to head').fill('7');
    await expect(panel.getByRole('alert')).toContainText('Whole numbers from 16');
    await expect(panel.getByRole('button', { name: 'Reconstruct', exact: true })).toBeDisabled();
    await panel.getByLabel('Voxels from feet to head').fill('64');
    await panel.getByRole('button', { name: 'Reconstruct', exact: true }).click();
    await expect(page.locator('.volume-view')).toBeVisible({ timeout: 120_000 });
    await expectPainted(page);
    await expect(panel).toContainText('FDK · 10 projections');
    await expectAccessible(page);
    await keepScreen(page, '45-reconstructed');
    await panel.getByRole('button', { name: 'Restore with MInDI-3D' }).click();
    const toast = page.getByRole('status').filter({ hasText: 'MInDI-3D has finished.' });
    await expect(toast).toBeVisible({ timeout: 120_000 });
  });

  await test.step('removed projections come back by Undo', async () => {
    await page.getByRole('button', { name: /^Remove the projections: 20 simulated/ }).click();
    await expect(scanCard(page)).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(scanCard(page)).toHaveCount(1);
  });
});
