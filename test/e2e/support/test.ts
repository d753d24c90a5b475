import { expect, test as base } from '@playwright/test';
import { Door } from './door.ts';
import { watchPage } from './pages.ts';
import { importSamples } from './samples.ts';

interface Fixtures {
  /** A fresh, empty library behind the real browser door. */
  door: Door;
  /** Uncaught errors and CSP breaches of the page; must stay empty. */
  faults: string[];
  /** The page, opened on a library that holds the sample studies. */
  withSamples: void;
}

export const test = base.extend<Fixtures>({
  // Playwright reads from the pattern that nothing is needed.
  // eslint-disable-next-line no-empty-pattern
  door: async ({}, use) => {
    const door = new Door();
    await use(door);
    await door.dispose();
  },
  faults: [
    async ({ page }, use) => {
      const faults = watchPage(page);
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
  withSamples: async ({ page, door }, use) => {
    importSamples(door.library);
    await page.goto(await door.open());
    await expect(page.locator('li.row')).toHaveCount(2);
    await use();
  },
});

export { expect } from '@playwright/test';
