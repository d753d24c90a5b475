import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { drop } from './support/drop.ts';
import { expectAccessible, expectPainted, keepScreen } from './support/pages.ts';
import { breastPlan } from './support/portal-image.ts';
import { expect, test } from './support/test.ts';

// The structures of a real plan over its CT in plain reading, and a portal image of its isocentre.

const pane = (page: Page, name: string) => page.locator(`[data-pane="${name}"]`);

test('structures over a CT, and an RT image of its plan', async ({ page, door }) => {
  test.setTimeout(600_000);
  const made = await breastPlan(door.library);
  test.skip(made === null, 'no shared planning data on this machine');

  await test.step('the structures are drawn in all three planes', async () => {
    await page.goto(await door.open());
    await page.locator('li.row button.open').first().click();
    await expectPainted(page);
    const button = page.getByRole('button', { name: /^Structures/ });
    await expect(button).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('s');
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('checkbox')).toHaveCount(10);
    for (const plane of ['axial', 'coronal', 'sagittal']) {
      await expect(pane(page, plane)).toHaveAttribute('aria-label', /Structures here: .*BODY/);
    }
    await page.waitForTimeout(1000);
    await keepScreen(page, '97-structures');
    await expectAccessible(page);
  });

  await test.step('one is hidden, and stays so after a restart', async () => {
    await page.getByRole('checkbox', { name: 'BODY' }).uncheck();
    await expect(pane(page, 'axial')).not.toHaveAttribute('aria-label', /BODY/);
    await page.keyboard.press('m');
    await page.waitForTimeout(1000);
    await keepScreen(page, '98-structures-axial');
    await page.waitForTimeout(1000);
    await door.close('SIGKILL');
    await page.goto(await door.open());
    await expect(page.getByRole('checkbox', { name: 'BODY' })).not.toBeChecked();
  });

  await test.step('the portal image opens with its axis, scale and beam', async () => {
    const files = globSync('*.dcm', { cwd: made!.portal }).map((name) => ({
      name,
      bytes: readFileSync(join(made!.portal, name)),
    }));
    await drop(page, files);
    const report = page.getByRole('dialog', { name: 'Import finished' });
    await report.getByRole('button', { name: 'Done' }).click({ timeout: 120_000 });
    const card = page.locator('nav button.card').filter({ hasText: 'Portal AP' });
    await expect(card).toContainText('gantry 0°');
    await card.click();
    await expect(pane(page, 'rt-image')).toHaveAttribute('data-painted', /[1-9]/);
    await expect(page.getByText('Lengths at the isocentre')).toBeVisible();
    const facts = page.getByLabel('How this picture was taken');
    await expect(facts).toContainText('1500 mm');
    await expect(facts).toContainText('0.8 × 0.8 mm');
    await page.waitForTimeout(1000);
    await keepScreen(page, '99-rt-image');
    await expectAccessible(page);
  });
});
