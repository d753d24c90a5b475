/// <reference lib="dom" />
import { expect, test } from '@playwright/test';
import { openCase, viewerHarness, volumeRendering } from './support/harness.ts';

// Volume rendering of a made-up volume on the test page; no engine needed.

interface HarnessWindow {
  readonly harness: { remove: () => void };
  readonly contexts: WebGL2RenderingContext[];
}

const { address } = viewerHarness('viewer-harness', volumeRendering);

test('3D is built on demand, rebuilt after the context is lost, and taken down without a leak', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const contexts: WebGL2RenderingContext[] = [];
    Object.assign(window, { contexts });
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (
      this: HTMLCanvasElement,
      ...rest: Parameters<typeof original>
    ) {
      const context = Reflect.apply(original, this, rest) as WebGL2RenderingContext | null;
      if (rest[0] === 'webgl2' && context && !contexts.includes(context)) contexts.push(context);
      return context;
    } as typeof original;
  });
  const live = () =>
    page.evaluate(
      () =>
        // vtk.js asks once for a feature on a canvas of 4 x 4, which it leaves to the collector.
        (window as unknown as HarnessWindow).contexts.filter(
          (gl) => !gl.isContextLost() && gl.canvas.width !== 4,
        ).length,
    );
  await openCase(page, `${address()}?case=acquired-axial`, 3);
  expect(await live()).toBe(0);
  await page.getByRole('button', { name: 'Show 3D' }).click();
  const pane = page.locator('.volume-pane');
  await expect(pane).toHaveAttribute('data-state', 'ready');
  await expect(pane).not.toHaveAttribute('data-drawn', '0');
  expect(await live()).toBe(1);
  const picture = () =>
    page.locator('.volume-pane canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let bright = 0;
      let sumX = 0;
      for (let n = 0; n < data.length; n += 4) {
        if (data[n]! < 220) continue;
        bright++;
        sumX += (n / 4) % canvas.width;
      }
      return { bright, x: sumX / bright / canvas.width };
    });
  // Seen from the front, the cube on the patient's left is on the right of the picture.
  expect((await picture()).x).toBeGreaterThan(0.55);
  const styleButton = pane.getByRole('button', { name: 'Bone' });
  await page.locator('[data-pane="volume"]').focus();
  for (let n = 0; n < 18; n++) await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(800);
  const turned = await picture();
  expect(turned.x).toBeLessThan(0.45);
  await styleButton.click();
  await page.waitForTimeout(500);

  await page.evaluate(() => {
    for (const gl of (window as unknown as HarnessWindow).contexts) {
      if (!gl.isContextLost()) gl.getExtension('WEBGL_lose_context')!.loseContext();
    }
  });
  await expect(pane).toHaveAttribute('data-rebuilt', '1');
  await expect(pane).toHaveAttribute('data-state', 'ready');
  await page.waitForTimeout(800);
  expect(await live()).toBe(1);
  // Gaze and style are as they were; only the card's memory is new.
  await expect(styleButton).toHaveAttribute('aria-pressed', 'true');
  expect(Math.abs((await picture()).x - turned.x)).toBeLessThan(0.05);

  await page.evaluate(() => (window as unknown as HarnessWindow).harness.remove());
  await expect.poll(live).toBe(0);
});
