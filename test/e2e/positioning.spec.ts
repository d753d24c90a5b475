import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readPlanningObject } from '../../studies/dicom/rt/read-planning.ts';
import type { MatchRecord } from '../../studies/library/match-records.ts';
import { couchAxes } from '../../studies/positioning/couch/display.ts';
import { pdfText } from '../fixtures/pdf-text.ts';
import { drop } from './support/drop.ts';
import { saved } from './support/files.ts';
import { expectAccessible, keepScreen } from './support/pages.ts';
import { breastFraction, isocentreMm, needed } from './support/planning-study.ts';
import { expect, test } from './support/test.ts';

// A real breast plan, and a fraction simulated from its CT with a known move: match, override, approval, report.

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

async function pendingOf(page: Page): Promise<MatchRecord[]> {
  const url = new URL('/api/matches', page.url()).href;
  return ((await (await page.request.get(url)).json()) as { matches: MatchRecord[] }).matches;
}

test('from today’s scan to a couch shift that is signed', async ({ page, door }) => {
  test.setTimeout(600_000);
  const made = await breastFraction(door.library);
  test.skip(made === null, 'no shared planning data on this machine');
  const files = globSync('*.dcm', { cwd: made!.fraction }).map((name) => ({
    name,
    bytes: readFileSync(join(made!.fraction, name)),
  }));

  await test.step('the fraction is dropped, and its planning CT is found', async () => {
    await page.goto(await door.open());
    await drop(page, files);
    await expect(page.getByText('One study imported')).toBeVisible({ timeout: 120_000 });
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.keyboard.press('k');
    await expect(page.locator('.positioning')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('found by its plan')).toBeVisible();
    await page.waitForTimeout(3000);
    await keepScreen(page, '90-positioning-before');
    await expectAccessible(page);
  });

  let match: MatchRecord;
  await test.step('the match finds the known shift and says it in words', async () => {
    await page.getByRole('button', { name: 'Match', exact: true }).first().click();
    await expect(page.locator('[data-credible="true"]')).toBeVisible({ timeout: 240_000 });
    [match] = (await pendingOf(page)) as [MatchRecord];
    expect(match.frame.planIsocentreMm.map((v) => +v.toFixed(2))).toEqual(isocentreMm);
    for (const axis of couchAxes) {
      const most = axis.endsWith('Mm') ? 0.5 : 0.3;
      expect(Math.abs(match.couch![axis] - needed[axis]), axis).toBeLessThan(most);
    }
    await expect(page.getByText(/couch 4\.\d mm down: patient moves backwards/)).toBeVisible();
    await expect(page.getByText(/Outside/).first()).toBeVisible();
    await page.waitForTimeout(1500);
    await keepScreen(page, '91-positioning-matched');
    await expectAccessible(page);
  });

  await test.step('it is looked at in two colours, and before', async () => {
    await page.keyboard.press('c');
    await page.waitForTimeout(1500);
    await keepScreen(page, '92-positioning-two-colours');
    await page.keyboard.down('x');
    await page.waitForTimeout(1500);
    await keepScreen(page, '93-positioning-before-shift');
    await page.keyboard.up('x');
  });

  await test.step('approval outside the tolerance asks for a reason, a name and a PIN', async () => {
    await tab(page, 'Check list').click();
    for (const box of await page.locator('fieldset input[type="checkbox"]').all())
      await box.check();
    await tab(page, 'Sign').click();
    await page.locator('[name="new-person"]').fill('R. Therapist');
    await page.locator('[name="new-pin"]').fill('4711');
    await page.locator('[name="new-pin-again"]').fill('4711');
    await page.locator('form.panel button[type="submit"]').click();
    await expect(page.locator('select[name="person"]')).toHaveValue('R. Therapist');
    await page.locator('input[name="pin"]').fill('4711');
    await expect(page.locator('[data-do="approve"]')).toBeDisabled();
    await page.locator('textarea[name="reason"]').fill('Shift applied, checked on bone');
    await keepScreen(page, '94-positioning-sign');
    await page.locator('[data-do="approve"]').click();
    await expect(page.locator('li[data-meaning="approved"]')).toContainText('R. Therapist');
    expect(await pendingOf(page)).toEqual([]);
    await keepScreen(page, '95-positioning-approved');
  });

  await test.step('the report says what was signed', async () => {
    const report = await saved(page, () =>
      page.getByRole('button', { name: 'Report', exact: true }).click(),
    );
    const text = pdfText(report.bytes);
    expect(text).toContain(match.words[0]!.slice(1));
    expect(text).toContain('Shift applied, checked on bone');
    expect(text).toContain('R. Therapist');
    expect(text).toContain('Not a medical device');
  });

  await test.step('the registration object holds the same matrix', async () => {
    const file = await saved(page, () =>
      page.getByRole('button', { name: 'Registration', exact: true }).click(),
    );
    const read = readPlanningObject(file.bytes, file.name);
    expect(read.kind).toBe('registration');
    if (read.kind !== 'registration') return;
    const { matrix } = read.transforms.find(({ matrix: m }) => m[3] !== 0)!;
    matrix.forEach((value, n) => expect(value).toBeCloseTo(match.matrix![n]!, 6));
  });

  await test.step('the fraction is in the trend, and after a restart as well', async () => {
    await tab(page, 'Trend').click();
    await expect(
      page.getByText('09/02/2026').or(page.getByText('2026-02-09')).first(),
    ).toBeVisible();
    await keepScreen(page, '96-positioning-trend');
    await page.waitForTimeout(1000);
    await door.close('SIGKILL');
    await page.goto(await door.open());
    await expect(page.locator('.positioning')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('approved').first()).toBeAttached();
  });
});
