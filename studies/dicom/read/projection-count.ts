import type { Attributes } from './attributes.ts';

/**
 * Projections behind a CBCT. CT Image has no attribute for them, so Sparrow writes its own in a
 * private block; its creator and element are shared with the writer.
 */
export const sparrowBlock = {
  creatorTag: '00990010',
  creator: 'SPARROW 1.0',
  projectionsTag: '00991001',
} as const;

export function readProjectionCount(attributes: Attributes): number | null {
  const creator = attributes.string(`x${sparrowBlock.creatorTag}`);
  if (creator !== sparrowBlock.creator) return null;
  return attributes.number(`x${sparrowBlock.projectionsTag}`, 'us');
}
