import type { Page } from '@playwright/test';
import dicomParser from 'dicom-parser';
import { unzipSync } from 'fflate';
import type { HeartResult } from '../../studies/library/heart-records.ts';
import type { StudyRecord } from '../../studies/library/records.ts';
import { contraction } from '../../studies/samples/beat.ts';
import { leftVentricleAxesMm, toHeart } from '../../studies/samples/heart-phantom.ts';
import { voxelToPatient } from '../../studies/volume/geometry.ts';
import { saved } from './support/files.ts';
import { expectAccessible, keepScreen, openStudy } from './support/pages.ts';
import { pdfText } from '../fixtures/pdf-text.ts';
import { expect, test } from './support/test.ts';

// From cine series to a corrected contour and a report, with the model and the engine themselves.

const pane = (page: Page) => page.locator('[data-pane="heart"]');
const measure = (page: Page, name: string) => page.locator(`tr[data-measure="${name}"]`);
const shownEf = async (page: Page) =>
  Number(await measure(page, 'lvEfPct').locator('strong').textContent());

async function answered<T>(page: Page, path: string): Promise<T> {
  const response = await page.request.get(new URL(path, page.url()).href);
  return (await response.json()) as T;
}

async function heartOf(page: Page): Promise<{ study: StudyRecord; heart: HeartResult }> {
  const { studies } = await answered<{ studies: StudyRecord[] }>(page, '/api/studies');
  const study = studies.find(({ patientId }) => patientId === 'SPARROW-HEART')!;
  const path = `/api/studies/${study.uid}/hearts`;
  const { hearts } = await answered<{ hearts: HeartResult[] }>(page, path);
  return { study, heart: hearts[0]! };
}

/** Dice of the model's LV (cavity and muscle) at end-diastole with the sample's own shape, all slices. */
async function overlapWithTruth(page: Page): Promise<number> {
  const { study, heart } = await heartOf(page);
  const volume = study.series.flatMap(({ volumes }) => volumes).find(({ dims }) => dims[2] > 1)!;
  const query = `volume=${volume.id}&phase=${heart.edPhase}`;
  const path = `/api/hearts/${heart.id}/labels?${query}`;
  const labels = await (await page.request.get(new URL(path, page.url()).href)).body();
  const { base, wall } = leftVentricleAxesMm(contraction(heart.edPhase / heart.phases));
  const [columns, rows] = volume.dims;
  let [both, sum] = [0, 0];
  for (const [n, label] of labels.entries()) {
    const voxel = [n % columns, Math.floor(n / columns) % rows, Math.floor(n / columns / rows)];
    const place = voxelToPatient(volume, voxel as unknown as readonly [number, number, number]);
    const [s, u, v] = toHeart(place);
    const inside =
      s >= base && (Math.hypot(u, v) / wall.radius) ** 2 + ((s - base) / wall.length) ** 2 < 1;
    const drawn = label === 1 || label === 2;
    both += inside && drawn ? 1 : 0;
    sum += (inside ? 1 : 0) + (drawn ? 1 : 0);
  }
  return (2 * both) / sum;
}

test('from cine series to contours, a correction and a report', async ({
  page,
  door,
  withSamples: _,
}) => {
  test.setTimeout(900_000);
  let byModel = 0;
  let edited = 0;

  await test.step('the heart opens from the keyboard and is analysed', async () => {
    await openStudy(page, 'Phantom, Heart');
    await expect(page.getByRole('button', { name: 'Heart', exact: true }).first()).toBeVisible();
    await page.keyboard.press('h');
    await expect(pane(page)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: 'Analyse heart' })).toBeVisible();
    await expectAccessible(page);
    await keepScreen(page, '50-heart-study-before');
    await page.keyboard.press('h');
    await expect(page.getByRole('progressbar').first()).toBeVisible();
    await keepScreen(page, '51-heart-study-running');
    await expect(measure(page, 'lvEfPct')).toBeVisible({ timeout: 600_000 });
    byModel = await shownEf(page);
    expect(byModel).toBeGreaterThan(0);
  });

  await test.step('the contours lie on the heart', async () => {
    await page.keyboard.press('d');
    await expect(pane(page)).toHaveAttribute('data-painted', /.+/);
    await expectAccessible(page);
    await keepScreen(page, '52-heart-study-ed');
    const withContours = await pane(page).screenshot();
    await page.keyboard.press('o');
    await expect.poll(async () => (await pane(page).screenshot()).equals(withContours)).toBe(false);
    await page.keyboard.press('o');
    expect(await overlapWithTruth(page)).toBeGreaterThan(0.8);
  });

  await test.step('a contour is corrected with the brush, and the ejection fraction follows', async () => {
    await page.keyboard.press('s');
    await page.keyboard.press('g');
    await page.keyboard.press('1');
    for (let n = 0; n < 4; n++) await page.keyboard.press('.');
    const box = (await pane(page).boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x - 60, y - 30);
    await page.mouse.down();
    await page.mouse.move(x + 60, y - 30, { steps: 8 });
    await page.mouse.move(x + 60, y + 40, { steps: 8 });
    await page.mouse.move(x - 60, y + 40, { steps: 8 });
    await page.mouse.up();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await expect(measure(page, 'lvEfPct')).toContainText('model:');
    edited = await shownEf(page);
    expect(edited).not.toBe(byModel);
    await expectAccessible(page);
    await keepScreen(page, '53-heart-study-edited');
  });

  await test.step('the report holds both values and says who reports', async () => {
    const report = await saved(page, () =>
      page.getByRole('button', { name: 'Report (PDF)' }).click(),
    );
    const text = pdfText(report.bytes);
    expect(text).toContain('edited contours (disc summation)');
    const rows = text.split('\n');
    const at = rows.indexOf('LV ejection fraction');
    // Ten slices: without an edit the discs of the model's contours are reported, not its head.
    const [reported, , contours, byHand] = rows.slice(at + 1, at + 5);
    expect([reported, byHand]).toEqual([`${edited} %`, `${edited} %`]);
    expect(contours).toBe(`${byModel} %`);
    expect(text).toContain('Research software, not a medical device.');
    expect(text).toContain('body surface 1.87 m²');
  });

  await test.step('contours and measures leave as DICOM', async () => {
    const { heart } = await heartOf(page);
    const path = `/api/volumes/${heart.id}/export?format=dicom`;
    const zip = await (await page.request.get(new URL(path, page.url()).href)).body();
    const modalities = Object.values(unzipSync(new Uint8Array(zip))).map((bytes) =>
      dicomParser.parseDicom(bytes, { untilTag: 'x00080060' }).string('x00080060'),
    );
    expect(modalities.filter((modality) => modality === 'SEG').length).toBeGreaterThan(0);
    expect(modalities.filter((modality) => modality === 'SR')).toHaveLength(1);
  });

  await test.step('after a power cut the correction is still there', async () => {
    await page.waitForTimeout(1000);
    await door.close('SIGKILL');
    await page.goto(await door.open());
    await expect(measure(page, 'lvEfPct')).toContainText('model:', { timeout: 60_000 });
    expect(await shownEf(page)).toBe(edited);
    await keepScreen(page, '54-heart-study-again');
  });
});
