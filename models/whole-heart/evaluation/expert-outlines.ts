import { unzipSync } from 'fflate';
import type { ExpertOutline } from './real-cases.ts';

const phases = 20;

/**
 * The endocardial outlines of one case in the archive of experts' contours (Radau 2009): file n of 20
 * phases a slice is slice (n - 1) / 20, the base first.
 *
 * @param original the case's name in the archive, for example SC-HF-I-1
 */
export function expertOutlines(archive: Uint8Array, original: string): ExpertOutline[] {
  const files = unzipSync(archive, {
    filter: ({ name }) => name.includes(`/${original}/`) && name.endsWith('.txt'),
  });
  return Object.entries(files)
    .flatMap(([name, bytes]) => {
      const number = Number(/IM-0001-(\d+)-icontour/.exec(name)?.[1] ?? NaN);
      if (Number.isNaN(number)) return [];
      const numbers = new TextDecoder().decode(bytes).trim().split(/\s+/);
      return [
        {
          slice: Math.floor((number - 1) / phases),
          phase: (number - 1) % phases,
          endocardium: Float64Array.from(numbers, Number),
        },
      ];
    })
    .sort((a, b) => a.phase - b.phase || a.slice - b.slice);
}
