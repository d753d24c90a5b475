import type { Locator, Page } from '@playwright/test';
import type { StudyRecord } from '../../studies/library/records.ts';
import { FakeDense } from './support/fake-dense.ts';
import { FakeHeart } from './support/fake-heart.ts';
import { saved } from './support/files.ts';
import { expectAccessible, keepScreen, openStudy } from './support/pages.ts';
import { expect, test } from './support/test.ts';

// The dense heart's screen against a shape that is known; the model itself has tests of its own.

test.describe.configure({ timeout: 900_000 });

const view = (page: Page) => page.locator('.dense-view');
const scene = (page: Page) => page.locator('[data-role="dense-3d"]');
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

/** The picture of an element is another one than before. */
async function expectChanged(part: Locator, before: Buffer): Promise<void> {
  await expect.poll(async () => (await part.screenshot()).equals(before)).toBe(false);
}

/** Stands still at end-diastole with everything read and drawn. */
async function still(page: Page): Promise<void> {
  await page.keyboard.press('d');
  await expect(view(page)).toHaveAttribute('data-playing', 'false');
  await page.waitForTimeout(900);
}

async function openDense(page: Page, done: boolean): Promise<FakeDense> {
  const { studies } = (await (
    await page.request.get(new URL('/api/studies', page.url()).href)
  ).json()) as { studies: StudyRecord[] };
  const heart = new FakeHeart(
    studies.find((study) => study.series.some(({ volumes }) => volumes[0]?.kind === 'cine'))!,
  );
  if (done) heart.analyse();
  const dense = new FakeDense(heart);
  if (done) dense.run();
  await dense.serve(page);
  await openStudy(page, 'Phantom, Heart');
  await expect(page.getByRole('button', { name: 'Dense heart' }).first()).toBeVisible();
  await page.keyboard.press('y');
  await expect(view(page)).toBeVisible({ timeout: 60_000 });
  return dense;
}

test('before a run the choices are made, and a run tells how far it is', async ({
  page,
  withSamples: _,
}) => {
  const dense = await openDense(page, false);
  await expect(page.getByText(/Between your 10 short-axis slices, \d+ mm apart/)).toBeVisible();
  await expectAccessible(page);
  await keepScreen(page, '60-dense-before');

  // The default is marked already: only a choice is sent along.
  await page.getByText('Linear mix').click();
  await page.getByText('Direct network').click();
  await page.getByText('This one').click();
  await page.getByLabel(/Phase, 1 to 25/).fill('9');
  await page.getByLabel(/Hold back every second slice/).check();
  await page.getByRole('button', { name: 'Make the dense heart' }).click();
  await expect(page.getByText('Waits for the run before it.')).toBeVisible();
  expect(dense.started).toEqual([
    {
      kind: 'densify',
      studyUid: dense.heart.study.uid,
      params: {
        method: 'between',
        targetMm: 2,
        phase: 8,
        steps: 20,
        samples: 1,
        correctShifts: false,
        withhold: true,
        acrossWideGaps: false,
      },
    },
  ]);

  await test.step('progress by phase, and the error of a run that failed', async () => {
    await page.waitForTimeout(1000);
    dense.jobs = [dense.job()];
    await page.reload();
    await expect(page.getByText('Phase 11 of 25')).toBeVisible();
    await expectAccessible(page);
    await keepScreen(page, '61-dense-running');
    const error = {
      code: 'dense/gap',
      message: 'Two slices lie 31 mm apart.',
      action: 'Ask for wide gaps to be filled.',
    };
    dense.jobs = [dense.job({ state: 'failed', progress: null, error })];
    await page.reload();
    await expect(page.getByText('Two slices lie 31 mm apart.').last()).toBeVisible();
    await keepScreen(page, '62-dense-failed');
  });
});

test('a study without a short-axis stack says what is missing', async ({
  page,
  withSamples: _,
}) => {
  const dense = await openDense(page, false);
  for (const plane of dense.heart.planes.planes) if (plane.view === 'sax') plane.used = false;
  await page.waitForTimeout(1000);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No short-axis stack' })).toBeVisible();
  await expectAccessible(page);
  await keepScreen(page, '63-dense-no-stack');
});

test('after a run the heart beats in 3D, is cut, and its stack is browsed', async ({
  page,
  withSamples: _,
}) => {
  await openDense(page, true);
  await expect(page.locator('.dense-scene')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByText(/Reading the surfaces/)).toHaveCount(0);

  await test.step('it beats from memory', async () => {
    if ((await view(page).getAttribute('data-playing')) === 'false') await page.keyboard.press(' ');
    const before = await scene(page).screenshot();
    await expectChanged(scene(page), before);
    await page.keyboard.press(' ');
    await expect(view(page)).toHaveAttribute('data-playing', 'false');
  });

  await test.step('it is turned, stepped and tinted', async () => {
    await still(page);
    await keepScreen(page, '64-dense-heart-ed');
    await expectAccessible(page);
    const ed = await scene(page).screenshot();
    await page.getByLabel('Made parts paler').uncheck();
    await expectChanged(scene(page), ed);
    await page.keyboard.press('m');
    await page.keyboard.press('s');
    await page.waitForTimeout(800);
    await keepScreen(page, '65-dense-heart-es');
    await expectChanged(scene(page), ed);
    await page.keyboard.press('d');
  });

  await test.step('it is cut by a plane', async () => {
    await still(page);
    const whole = await scene(page).screenshot();
    await page.keyboard.press('c');
    await expectChanged(scene(page), whole);
    await page.waitForTimeout(600);
    await keepScreen(page, '66-dense-cut-four-chamber');
    const cut = await scene(page).screenshot();
    await page.getByRole('button', { name: 'Across' }).click();
    await page.waitForTimeout(600);
    await keepScreen(page, '67-dense-cut-across');
    await expectChanged(scene(page), cut);
    await page.getByRole('button', { name: 'Two-chamber' }).click();
    await page.getByLabel('On the cut').selectOption('picture');
    await page.waitForTimeout(600);
    await keepScreen(page, '68-dense-cut-picture');
    const there = await scene(page).screenshot();
    for (let n = 0; n < 6; n++) await page.keyboard.press('.');
    await expectChanged(scene(page), there);
    await page.keyboard.press('c');
  });

  await test.step('made slices are marked in the stack', async () => {
    const stack = page.locator('section[data-kind]');
    await page.keyboard.press('PageUp');
    await expect(stack).toHaveAttribute('data-kind', 'measured');
    await expect(stack.getByText(/Measured slice \d+/).first()).toBeVisible();
    await expect(stack.locator('[data-made="false"]')).toBeVisible();
    await keepScreen(page, '69-dense-stack-measured');
    await page.keyboard.press('ArrowDown');
    await expect(stack).toHaveAttribute('data-kind', 'made');
    await expect(stack.getByText(/Made between slice \d+ and \d+/).first()).toBeVisible();
    await expect(stack.locator('[data-made="true"]')).toBeVisible();
    const before = await view(page).getAttribute('data-plane');
    await page.locator('[data-pane="dense-stack"]').hover();
    await page.mouse.wheel(0, 120);
    await expect(view(page)).not.toHaveAttribute('data-plane', before!);
    await keepScreen(page, '70-dense-stack-made');
  });
});

test('measured long-axis planes are wiped against the dense heart, and numbers stand beside', async ({
  page,
  withSamples: _,
}) => {
  const fake = await openDense(page, true);
  await still(page);

  await test.step('long-axis check', async () => {
    await tab(page, 'Long-axis check').click();
    const pane = page.locator('[data-pane="dense-check"]');
    await expect(pane).toBeVisible();
    await expect(page.locator('tr[data-check="4ch"]')).toContainText('0.9');
    await page.locator('tr[data-check="4ch"] button').click();
    await page.waitForTimeout(1500);
    await keepScreen(page, '71-dense-check');
    await expectAccessible(page);
    const before = await pane.screenshot();
    for (let n = 0; n < 5; n++) await page.keyboard.press('q');
    await expectChanged(pane, before);
    await keepScreen(page, '72-dense-check-wiped');
  });

  await test.step('numbers', async () => {
    await tab(page, 'Numbers').click();
    await expect(page.locator('tr[data-measure="lvEfPct"] [data-way="discs"] strong')).toHaveText(
      '60',
    );
    await expect(page.getByText('run again with shifts taken out')).toBeVisible();
    await expect(page.locator('tr[data-method="dmcvr"]').first()).toContainText('this run');
    await expectAccessible(page);
    await keepScreen(page, '73-dense-numbers');
    await page.locator('[data-part="shifts"]').scrollIntoViewIfNeeded();
    await page.getByText('Slice by slice').click();
    await keepScreen(page, '74-dense-numbers-below');
  });

  await test.step('a second opinion is asked for, and drawn over the heart', async () => {
    await page.getByRole('button', { name: 'Fit implicit surface' }).click();
    await expect(page.getByText('Fitting the implicit surface…')).toBeVisible();
    await page.getByText('Fitting the implicit surface…').scrollIntoViewIfNeeded();
    await keepScreen(page, '75-dense-implicit-running');
    await page.waitForTimeout(1000);
    fake.jobs = [];
    fake.implicit = 'done';
    await page.reload();
    await expect(view(page)).toBeVisible();
    await still(page);
    await expect(page.getByLabel('Implicit surface', { exact: true })).toBeChecked();
    await page.getByLabel('LV epicardium', { exact: true }).uncheck();
    await page.waitForTimeout(800);
    await keepScreen(page, '75-dense-implicit-wires');
    await tab(page, 'Numbers').click();
    await expect(page.locator('[data-part="implicit"]')).toContainText('−3.4 mL');
    await page.locator('[data-part="implicit"]').scrollIntoViewIfNeeded();
    await keepScreen(page, '75-dense-implicit-numbers');
  });

  await test.step('a surface leaves as STL', async () => {
    await page.getByRole('button', { name: 'Export' }).last().click();
    await keepScreen(page, '75-dense-export');
    const file = await saved(page, () =>
      page.getByRole('menuitem', { name: /STL: LV cavity/ }).click(),
    );
    expect(Buffer.from(file.bytes).toString()).toContain('solid sparrow');
  });

  await test.step('a new run, and twice the size', async () => {
    await tab(page, 'New run').click();
    await expect(page.getByText(/The last run estimated up to/)).toBeVisible();
    await keepScreen(page, '76-dense-new-run');
    await page.setViewportSize({ width: 720, height: 450 });
    await tab(page, 'Heart').click();
    await page.waitForTimeout(600);
    await keepScreen(page, '77-dense-heart-200');
    await tab(page, 'Numbers').click();
    await keepScreen(page, '78-dense-numbers-200');
  });
});
