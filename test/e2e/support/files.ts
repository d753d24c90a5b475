import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import dicomParser from 'dicom-parser';
import { unzipSync } from 'fflate';

/** Press something that saves a file, and read what was saved. */
export async function saved(page: Page, press: () => Promise<unknown>): Promise<SavedFile> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
}

export interface SavedFile {
  name: string;
  bytes: Uint8Array;
}

async function bytesOf(download: Download): Promise<Uint8Array> {
  return new Uint8Array(readFileSync(await download.path()));
}

/** What each DICOM file of a zip says about itself, in slice order. */
export function dicomOfZip(zip: Uint8Array) {
  return Object.values(unzipSync(zip))
    .filter((bytes) => Buffer.from(bytes.subarray(128, 132)).toString() === 'DICM')
    .map((bytes) => {
      const data = dicomParser.parseDicom(bytes);
      return {
        imageType: data.string('x00080008') ?? '',
        seriesUid: data.string('x0020000e') ?? '',
        frameOfReferenceUid: data.string('x00200052') ?? '',
        derivation: data.string('x00082111') ?? '',
        rows: data.uint16('x00280010'),
        columns: data.uint16('x00280011'),
        z: Number((data.string('x00200032') ?? '').split('\\')[2]),
        pixelBytes: data.elements['x7fe00010']?.length ?? 0,
      };
    })
    .sort((a, b) => a.z - b.z);
}
