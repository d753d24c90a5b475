import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const screens = resolve(import.meta.dirname, '../../../test-results/screens');

/** Keep a picture of a screen for people to look at. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: join(screens, `${name}.png`) });
}

/** Collect what must never happen on a page: uncaught errors and breaches of its own CSP. */
export function watchPage(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) {
      faults.push(message.text());
    }
  });
  return faults;
}

/** axe on the screen as it is; nothing serious or critical may be found. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
  expect(bad).toEqual([]);
}

/** The two sample studies, loaded as a new user loads them. */
export async function loadSamples(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Load the sample studies' }).click();
  await expect(page.locator('li.row')).toHaveCount(2, { timeout: 240_000 });
}

/** Every picture of the view has been painted with its voxels. */
export async function expectPainted(page: Page): Promise<void> {
  await expect(page.locator('[data-pane][data-painted]').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0, {
    timeout: 60_000,
  });
}

/** Open a study from the list by a part of what its row says. */
export async function openStudy(page: Page, text: string): Promise<void> {
  await page.locator('li.row button.open').filter({ hasText: text }).click();
}
