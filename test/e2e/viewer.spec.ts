/// <reference lib="dom" />
import { expect, test, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { mark, marks, openCase, viewerHarness, volumeRendering } from './support/harness.ts';

// The reading screen on made-up volumes whose every value and place is known; no engine needed.

interface HarnessWindow {
  readonly harness: { capture: () => Promise<string>; release: () => void };
}

const { address } = viewerHarness('viewer-harness', volumeRendering);
const open = (page: Page, query: string, panes: number) =>
  openCase(page, `${address()}?${query}`, panes);

/** Without interpolation the edge of a bright cube has no pixels that look like a darker one. */
async function sharpPixels(page: Page): Promise<void> {
  await page.keyboard.press('i');
  await page.waitForTimeout(150);
}

interface Found {
  /** Middle of the pixels, in CSS pixels of the page. */
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

/** Middle of the pixels of a pane whose grey lies within `tolerance` of `grey`. */
function findGrey(page: Page, pane: string, grey: number, tolerance = 2): Promise<Found> {
  return page.locator(`[data-pane="${pane}"] canvas`).evaluate(
    (element, [wanted, allowed]) => {
      const canvas = element as HTMLCanvasElement;
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      let count = 0;
      let sumX = 0;
      let sumY = 0;
      for (let n = 0; n < data.length; n += 4) {
        const grey = data[n] === data[n + 1] && data[n] === data[n + 2];
        if (!grey || Math.abs(data[n]! - wanted!) > allowed!) continue;
        count++;
        sumX += (n / 4) % width;
        sumY += Math.floor(n / 4 / width);
      }
      const box = canvas.getBoundingClientRect();
      return {
        x: box.left + ((sumX / count + 0.5) * box.width) / width,
        y: box.top + ((sumY / count + 0.5) * box.height) / height,
        count,
      };
    },
    [grey, tolerance],
  );
}

function pixelAt(page: Page, pane: string, x: number, y: number): Promise<number[]> {
  return page.locator(`[data-pane="${pane}"] canvas`).evaluate(
    (element, [px, py]) => {
      const canvas = element as HTMLCanvasElement;
      const box = canvas.getBoundingClientRect();
      const at = (p: number, start: number, size: number, count: number) =>
        Math.floor(((p - start) * count) / size);
      return Array.from(
        canvas
          .getContext('2d')!
          .getImageData(
            at(px!, box.left, box.width, canvas.width),
            at(py!, box.top, box.height, canvas.height),
            1,
            1,
          ).data,
      );
    },
    [x, y],
  );
}

async function middle(page: Page, pane: string): Promise<{ x: number; y: number; width: number }> {
  const box = (await page.locator(`[data-pane="${pane}"]`).boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
}

// Greys of the cubes under the opening window of 2201 about 0 (DICOM LINEAR).
const greyOf = (hu: number) => Math.round(((hu + 0.5) / 2200 + 0.5) * 255);

test.describe('planes in patient orientation', () => {
  for (const name of ['axial', 'axial-from-the-head', 'prone', 'sagittal', 'coronal']) {
    test(`${name} acquisition`, async ({ page }) => {
      await open(page, `case=acquired-${name}`, 3);
      await sharpPixels(page);
      const letters = async (pane: string) =>
        (
          await Promise.all(
            ['left', 'right', 'top', 'bottom'].map((edge) => marks(page, pane, `letter-${edge}`)),
          )
        ).join('');
      expect(await letters('axial')).toBe('RLAP');
      expect(await letters('coronal')).toBe('RLHF');
      expect(await letters('sagittal')).toBe('APHF');

      const [axial, coronal, sagittal] = [
        await middle(page, 'axial'),
        await middle(page, 'coronal'),
        await middle(page, 'sagittal'),
      ];
      const left = await findGrey(page, 'axial', greyOf(1000));
      const back = await findGrey(page, 'axial', greyOf(600));
      expect(left.x).toBeGreaterThan(axial.x + 50);
      expect(Math.abs(left.y - axial.y)).toBeLessThan(6);
      expect(back.y).toBeGreaterThan(axial.y + 50);
      expect(Math.abs(back.x - axial.x)).toBeLessThan(6);

      const leftInCoronal = await findGrey(page, 'coronal', greyOf(1000));
      const headInCoronal = await findGrey(page, 'coronal', greyOf(300));
      expect(leftInCoronal.x).toBeGreaterThan(coronal.x + 50);
      expect(headInCoronal.y).toBeLessThan(coronal.y - 50);

      const backInSagittal = await findGrey(page, 'sagittal', greyOf(600));
      const headInSagittal = await findGrey(page, 'sagittal', greyOf(300));
      expect(backInSagittal.x).toBeGreaterThan(sagittal.x + 50);
      expect(headInSagittal.y).toBeLessThan(sagittal.y - 50);

      // Value and place under the pointer: exact, and within half a voxel (2 x 2 x 3 mm).
      await page.mouse.move(left.x, left.y);
      const [value, place] = await marks(page, 'axial', 'bottom-left');
      expect(value).toBe('1000 HU');
      const [, side, x] = /^([LR]) ([\d.]+) [AP] [\d.]+ [HF] [\d.]+ mm$/.exec(place!)!;
      expect(side).toBe('L');
      expect(Math.abs(Number(x) - 36)).toBeLessThan(1);
      await page.mouse.move(headInSagittal.x, headInSagittal.y);
      expect((await marks(page, 'sagittal', 'bottom-left'))[0]).toBe('300 HU');
    });
  }

  test('an oblique acquisition says so, and is straightened on request', async ({ page }) => {
    await open(page, 'case=acquired-oblique', 3);
    expect(await marks(page, 'axial', 'letter-right')).toEqual(['LP']);
    await page.keyboard.press('p');
    await expect.poll(() => marks(page, 'axial', 'letter-right')).toEqual(['L']);
    await page.waitForTimeout(200);
    const left = await findGrey(page, 'axial', greyOf(1000));
    await page.mouse.move(left.x, left.y);
    const [value, place] = await marks(page, 'axial', 'bottom-left');
    expect(value).toBe('1000 HU');
    const [, x, , y] = /^L ([\d.]+) ([AP]) ([\d.]+)/.exec(place!)!;
    expect(Math.abs(Number(x) - 36)).toBeLessThan(1.5);
    expect(Number(y)).toBeLessThan(1.5);
  });
});

test.describe('reading', () => {
  test('the crosshair links all views within half a voxel', async ({ page }) => {
    await open(page, 'case=acquired-sagittal', 3);
    const left = await findGrey(page, 'axial', greyOf(1000));
    await page.mouse.click(left.x, left.y);
    await page.waitForTimeout(200);
    const inCoronal = await findGrey(page, 'coronal', greyOf(1000));
    const lines = await mark(page, 'coronal', 'crosshair').evaluateAll((all) =>
      all.map((line) => line.getBoundingClientRect()),
    );
    const upright = lines.filter((line) => line.height > line.width);
    const voxelPx = inCoronal.count > 0 ? (Math.sqrt(inCoronal.count) / 12) * 2 : NaN;
    for (const line of upright) {
      expect(Math.abs(line.x + line.width / 2 - inCoronal.x)).toBeLessThan(voxelPx / 2);
    }
    // The sagittal view has moved to the cube: its slice shows the cube that it did not before.
    expect((await findGrey(page, 'sagittal', greyOf(1000))).count).toBeGreaterThan(100);
    // Shift and move does the same without a button.
    const back = await findGrey(page, 'axial', greyOf(600));
    await page.keyboard.down('Shift');
    await page.mouse.move(back.x, back.y);
    await page.keyboard.up('Shift');
    await expect
      .poll(async () => (await findGrey(page, 'coronal', greyOf(600))).count)
      .toBeGreaterThan(100);
  });

  test('window: presets, keys, right drag, and one HU seen at a width of 10', async ({ page }) => {
    await open(page, 'case=one-hu', 3);
    const at = await middle(page, 'axial');
    const [dark] = await pixelAt(page, 'axial', at.x - 60, at.y);
    const [light] = await pixelAt(page, 'axial', at.x + 60, at.y);
    expect(light! - dark!).toBeGreaterThanOrEqual(25);
    expect(light! - dark!).toBeLessThanOrEqual(31);
    await page.keyboard.press('2');
    expect(await marks(page, 'axial', 'top-right')).toEqual(['W 1500  L -600']);
    await page.getByRole('button', { name: 'Brain' }).click();
    expect(await marks(page, 'coronal', 'top-right')).toEqual(['W 80  L 40']);
    await page.mouse.move(at.x, at.y);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(at.x + 100, at.y + 50, { steps: 4 });
    await page.mouse.up({ button: 'right' });
    expect(await marks(page, 'axial', 'top-right')).toEqual(['W 100  L 50']);
    await page.keyboard.press('r');
    expect(await marks(page, 'axial', 'top-right')).toEqual(['W 10  L 1040']);
  });

  test('wheel scrolls, Ctrl and wheel zooms, middle drag pans, double click fills', async ({
    page,
  }) => {
    await open(page, 'case=acquired-axial', 3);
    const pane = page.locator('[data-pane="axial"]');
    const slice = Number(await pane.getAttribute('data-slice'));
    const at = await middle(page, 'axial');
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, 100);
    await expect(pane).toHaveAttribute('data-slice', String(slice + 1));
    await page.keyboard.press('ArrowUp');
    await expect(pane).toHaveAttribute('data-slice', String(slice));

    const before = await findGrey(page, 'axial', greyOf(1000));
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await page.waitForTimeout(150);
    const zoomed = await findGrey(page, 'axial', greyOf(1000));
    expect(zoomed.count).toBeGreaterThan(before.count * 1.2);
    await page.mouse.down({ button: 'middle' });
    await page.mouse.move(at.x - 40, at.y + 30, { steps: 3 });
    await page.mouse.up({ button: 'middle' });
    await page.waitForTimeout(150);
    const panned = await findGrey(page, 'axial', greyOf(1000));
    expect(panned.x - zoomed.x).toBeCloseTo(-40, 0);
    expect(panned.y - zoomed.y).toBeCloseTo(30, 0);

    await page.mouse.dblclick(at.x, at.y);
    await expect(page.locator('[data-pane]')).toHaveCount(1);
    await page.keyboard.press('m');
    await expect(page.locator('[data-pane]')).toHaveCount(4);
  });

  test('a slice that has not arrived leaves the last picture standing', async ({ page }) => {
    await page.goto(`${address()}?case=large&hold`);
    const shade = async () =>
      (await pixelAt(page, 'axial', ...(await spot(page)))).slice(0, 3).join();
    await expect.poll(shade, { timeout: 20_000 }).not.toBe('0,0,0');
    await page.locator('[data-pane="axial"]').hover();
    for (let n = 0; n < 12; n++) {
      await page.mouse.wheel(0, 100);
      expect(await shade()).not.toBe('0,0,0');
    }
    await expect(page.getByText('Loading 20 %')).toBeVisible();
    await page.evaluate(() => (window as unknown as HarnessWindow).harness.release());
    await expect(page.getByRole('status')).toHaveCount(0);
  });
});

/** A point that is bright in every slice of the large volume. */
async function spot(page: Page): Promise<[number, number]> {
  const { x, y } = await middle(page, 'axial');
  return [x + 3, y + 3];
}

test.describe('comparison', () => {
  test('the difference map is symmetric, in HU, with its numbers', async ({ page }) => {
    await open(page, 'case=pair', 2);
    await page.keyboard.press('d');
    await expect(page.locator('[data-pane="difference"]')).toBeVisible();
    await page.waitForTimeout(200);
    const at = await middle(page, 'difference');
    const [red, green, blue] = await pixelAt(page, 'difference', at.x + at.width * 0.3, at.y + 60);
    expect(red! - blue!).toBeGreaterThan(120);
    expect(green!).toBeLessThan(red!);
    const [red2, , blue2] = await pixelAt(page, 'difference', at.x - at.width * 0.3, at.y + 60);
    expect(blue2! - red2!).toBeGreaterThan(120);
    const none = await pixelAt(page, 'difference', at.x + 5, at.y + 60);
    expect(Math.max(...none.slice(0, 3))).toBeLessThan(25);
    expect(await marks(page, 'difference', 'bar-number')).toEqual([
      '+200',
      '+100',
      '0',
      '−100',
      '−200',
    ]);
    await page.mouse.move(at.x + at.width * 0.3, at.y + 60);
    await page.waitForTimeout(100);
    expect(await marks(page, 'difference', 'bottom-left')).toEqual([
      'Input -1000 HU',
      'Restored -900 HU',
      expect.stringMatching(/^L [\d.]+ P [\d.]+ H 2.0 mm$/),
    ]);
  });

  test('the wipe shows the input left of the divider and the output right of it', async ({
    page,
  }) => {
    await open(page, 'case=pair', 2);
    await page.keyboard.press('w');
    await expect(page.locator('[data-pane="wipe"]')).toBeVisible();
    await sharpPixels(page);
    const at = await middle(page, 'wipe');
    const grey = (hu: number) => Math.round(((hu + 0.5) / 2000 + 0.5) * 255);
    const cubes = await findGrey(page, 'wipe', grey(600), 1);
    const perMm = (cubes.y - at.y) / 36;
    const [bodyLeft, bodyRight] = [at.x - 40 * perMm, at.x + 46 * perMm];
    const read = async (x: number) => (await pixelAt(page, 'wipe', x, at.y - 4 * perMm))[0];
    expect(await read(bodyLeft)).toBe(grey(40));
    expect(await read(bodyRight)).toBe(grey(140));
    // All the way right by the handle's keys: only the input is left.
    await page.getByRole('slider', { name: 'Wipe divider' }).press('End');
    await page.waitForTimeout(100);
    expect(await read(bodyRight)).toBe(grey(40));
    await page.keyboard.press('Home');
    await page.waitForTimeout(100);
    expect(await read(bodyLeft)).toBe(grey(-60));
  });

  test('both sides are linked, swap, and the uncorrected input is one key away', async ({
    page,
  }) => {
    await open(page, 'case=pair', 2);
    const [input, output] = [
      page.locator('[data-pane="input"]'),
      page.locator('[data-pane="output"]'),
    ];
    await input.hover();
    await page.mouse.wheel(0, 100);
    expect(await output.getAttribute('data-slice')).toBe(await input.getAttribute('data-slice'));
    const cube = await findGrey(page, 'output', 0, 0);
    expect(cube.count).toBeGreaterThan(0);
    const at = await middle(page, 'output');
    const bright = await pixelAt(page, 'output', at.x + at.width * 0.22, at.y + 20);
    await page.keyboard.down('u');
    await expect(page.getByRole('heading', { name: 'Uncorrected input' })).toBeVisible();
    await page.waitForTimeout(100);
    const held = await pixelAt(page, 'output', at.x + at.width * 0.22, at.y + 20);
    expect(held[0]!).toBeLessThan(bright[0]!);
    await page.keyboard.up('u');
    await expect(page.getByRole('heading', { name: 'Restored' })).toBeVisible();
    await page.keyboard.press('x');
    await expect(page.getByRole('heading').first()).toHaveText('Restored');
  });

  test('the badge is part of the picture and of a capture', async ({ page }) => {
    await open(page, 'case=result', 3);
    const strip = await page.locator('[data-pane="axial"] canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas
        .getContext('2d')!
        .getImageData(0, canvas.height - 12, canvas.width, 1);
      return Array.from({ length: canvas.width }, (_, n) => data[4 * n]! - data[4 * n + 2]!);
    });
    expect(strip.filter((warmth) => warmth > 60).length).toBeGreaterThan(30);
    const png = PNG.sync.read(
      Buffer.from(
        await page.evaluate(() => (window as unknown as HarnessWindow).harness.capture()),
        'base64',
      ),
    );
    const box = (await page.locator('.views').boundingBox())!;
    expect(png.width).toBe(Math.round(box.width));
    expect(png.height).toBe(Math.round(box.height) + 26);
    let warm = 0;
    for (let n = 0; n < png.data.length; n += 4) {
      if (png.data[n]! > 200 && png.data[n]! - png.data[n + 2]! > 60) warm++;
    }
    // Three badges, the letters and the research-use line.
    expect(warm).toBeGreaterThan(1500);
  });
});
