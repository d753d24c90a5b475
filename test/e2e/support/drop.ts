/// <reference lib="dom" />
import { expect, type Page } from '@playwright/test';

export interface Dropped {
  name: string;
  bytes: Buffer;
}

/** Drop files on the window as a file manager does. */
export async function drop(page: Page, files: Dropped[]): Promise<void> {
  const plain = files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') }));
  const transfer = await page.evaluateHandle((given) => {
    const made = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      made.items.add(new File([bytes], name));
    }
    return made;
  }, plain);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText('Drop to import')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}
