import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { sharedData } from '../shared-data.ts';
import { drop, type Dropped } from './support/drop.ts';
import { expectAccessible, expectPainted, keepScreen } from './support/pages.ts';
import { sampleFolder } from './support/samples.ts';
import { expect, test } from './support/test.ts';

const report = (page: Page) => page.getByRole('dialog', { name: 'Import finished' });

const sampleSlices = (count: number): Dropped[] =>
  globSync('chest-cbct/**/*.dcm', { cwd: sampleFolder() })
    .sort()
    .slice(0, count)
    .map((file) => ({ name: basename(file), bytes: readFileSync(join(sampleFolder(), file)) }));

test('what cannot be read is listed with its reason and stops nothing', async ({ page, door }) => {
  const good = sampleSlices(12);
  const truncated = good[3]!;
  await page.goto(await door.open());
  await drop(page, [
    ...good.filter((file) => file !== truncated),
    { name: 'broken.dcm', bytes: truncated.bytes.subarray(0, truncated.bytes.length - 5000) },
    { name: 'letter.txt', bytes: Buffer.from('Dear colleague') },
    { name: 'empty.dcm', bytes: Buffer.alloc(0) },
    { name: '../../outside.dcm', bytes: Buffer.from('no') },
  ]);
  await expect(report(page)).toBeVisible({ timeout: 60_000 });
  await expect(report(page)).toContainText('One study imported');
  await expect(report(page)).toContainText('4 files left out');
  await expect(report(page)).toContainText('broken.dcm');
  await expect(report(page)).toContainText('letter.txt');
  await expectAccessible(page);
  await keepScreen(page, '18-import-report');

  await report(page).getByRole('button', { name: 'Open', exact: true }).click();
  await expectPainted(page);
  // A slice is missing in the middle: said in a sentence on the picture.
  await expect(page.locator('details.note.warn')).toBeVisible();
  await keepScreen(page, '19-warnings');
});

test('the same files again are duplicates, and a removed study comes back by Undo', async ({
  page,
  door,
}) => {
  await page.goto(await door.open());
  await drop(page, sampleSlices(6));
  await report(page).getByRole('button', { name: 'Done' }).click({ timeout: 60_000 });
  await drop(page, sampleSlices(6));
  await expect(report(page)).toContainText('6 files were in the library already', {
    timeout: 60_000,
  });
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /Remove the study of Phantom/ }).click();
  await expect(page.locator('li.row')).toHaveCount(0);
  await keepScreen(page, '20-undo');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('li.row')).toHaveCount(1);
});

test('files are chosen through the browser’s own dialog', async ({ page, door }) => {
  await page.goto(await door.open());
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import files…' }).click();
  const file = join(door.library, 'notes.txt');
  writeFileSync(file, 'nothing to see');
  await (await chooser).setFiles(file);
  await expect(report(page)).toContainText('Nothing could be imported', { timeout: 60_000 });
});

test('a real CT with compressed slices is dropped, read and shown', async ({ page, door }) => {
  const folder = sharedData('ct', 'torso-totalsegmentator', 'example_ct_dicom');
  test.skip(folder === null, 'no shared scanner data on this machine');
  const files = globSync('*', { cwd: folder! }).map((name) => ({
    name,
    bytes: readFileSync(join(folder!, name)),
  }));
  await page.goto(await door.open());
  await drop(page, files);
  await expect(report(page)).toContainText('One study imported', { timeout: 120_000 });
  await expect(report(page)).not.toContainText('left out');
  await report(page).getByRole('button', { name: 'Open', exact: true }).click();
  await expectPainted(page);
  await expect(page.locator('[aria-current="true"]')).toContainText('× 20');
  await keepScreen(page, '21-real-ct');
});

test('a real cine stack arrives as a zip and plays', async ({ page, door }) => {
  const zip = sharedData('cine', 'sunnybrook', 'SCD0000101-dicom.zip');
  test.skip(zip === null, 'no shared scanner data on this machine');
  await page.goto(await door.open());
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import files…' }).click();
  await (await chooser).setFiles(zip!);
  await expect(report(page)).toContainText('One study imported', { timeout: 120_000 });
  await report(page).getByRole('button', { name: 'Open', exact: true }).click();
  await expectPainted(page);
  await expect(page.locator('.cine-view')).toBeVisible();
  await expect(page.locator('[aria-current="true"]')).toContainText('20 phases');
  await keepScreen(page, '22-real-cine');
});
