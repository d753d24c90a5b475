/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { expectAccessible, expectPainted, keepScreen, openStudy } from './support/pages.ts';
import { expect, test } from './support/test.ts';

/** Move the focus by Tab until it stands on what is wanted. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 60; n++) {
    const label = await page.evaluate(() => {
      const at = document.activeElement;
      return at instanceof HTMLButtonElement ? (at.ariaLabel ?? at.innerText).trim() : '';
    });
    if (name.test(label)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${name}`);
}

test('a study is found, opened and read without a mouse', async ({ page, withSamples: _ }) => {
  await page.keyboard.press('/');
  await page.keyboard.type('heart');
  await expect(page.locator('li.row')).toHaveCount(1);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('chest');
  await expect(page.locator('li.row')).toHaveCount(1);
  await tabTo(page, /^Phantom, Chest/);
  await page.keyboard.press('Enter');
  await expectPainted(page);

  await page.keyboard.press('n');
  await expect(page.locator('[aria-current="true"]')).toContainText('dense');
  await page.keyboard.press('Shift+N');
  await expect(page.locator('[aria-current="true"]')).toContainText('sparse');

  await page.keyboard.press('e');
  const panel = page.getByRole('complementary', { name: 'Enhance with MInDI-3D' });
  await expect(panel).toBeVisible();
  await tabTo(page, /^Model card/);
  await keepScreen(page, '11-enhance');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('Not for dose calculation');
  await expectAccessible(page);
  await keepScreen(page, '12-model-card');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('b');
  await expect(page.locator('li.row').first()).toBeVisible();
});

test('every key is listed, every command reachable, and versions shown', async ({
  page,
  withSamples: _,
}) => {
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toContainText('Play or pause');
  await expect(sheet).toContainText('Save the report (PDF)');
  await expectAccessible(page);
  await keepScreen(page, '13-keys');
  await page.keyboard.press('?');
  await expect(sheet).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('heart');
  await expectAccessible(page);
  await keepScreen(page, '14-commands');
  await page.keyboard.press('Enter');
  await expectPainted(page);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('about');
  await page.keyboard.press('Enter');
  const about = page.getByRole('dialog', { name: 'Sparrow' });
  await expect(about).toContainText('Research use only');
  await expect(about).toContainText('cpu');
  await expectAccessible(page);
  await keepScreen(page, '15-about');
});

test('keys do nothing while one types', async ({ page, withSamples: _ }) => {
  await page.keyboard.press('/');
  await page.keyboard.type('bej?n');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toHaveValue('bej?n');
  await expect(page.getByText('No study matches.', { exact: false })).toBeVisible();
});

test('at twice the size nothing is lost', async ({ page, withSamples: _ }) => {
  // What a browser lays out at 200 % zoom on a 1440 × 900 screen.
  await page.setViewportSize({ width: 720, height: 450 });
  await expect(page.getByRole('button', { name: 'Import files…' })).toBeVisible();
  await keepScreen(page, '16-studies-200');
  await openStudy(page, 'Phantom, Chest');
  await expectPainted(page);
  await keepScreen(page, '17-reading-200');
  for (const name of ['Enhance', 'Jobs', 'Report (PDF)', 'Export', 'About Sparrow']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  }
  await expect(page.getByText('Research use only.', { exact: false }).first()).toBeInViewport();
});
