import type { HeartResult } from '../../studies/library/heart-records.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { Services } from '../engine/services/services.ts';

/** The dense heart of that id; null when the word names something else. */
export const denseNamed = ({ dense }: Pick<Services, 'dense'>, id: string) => dense.find(id);

/** The heart of that id; null when the word names something else. */
export async function heartNamed(
  { hearts }: Pick<Services, 'hearts'>,
  id: string,
): Promise<HeartResult | null> {
  try {
    return await hearts.get(id);
  } catch (error) {
    if (error instanceof SparrowError && error.code === 'library/not-found') return null;
    throw error;
  }
}
