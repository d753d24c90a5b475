import type { EvidenceOf } from './evidence.ts';
import { outsideFieldOfView } from './field-of-view.ts';
import type { RestoredStep, RestoreRequest } from './restoration.ts';
import { meanGradient } from './sharpness.ts';

/** What the process looked like after a step, on the volume's own grid; step 0 is a start of its own. */
export type StepPicture = Pick<RestoredStep, 'step' | 'hu'>;

/** The pictures with what can be said of each without knowing the truth: sharpness and consistency. */
export async function assessedSteps(
  pictures: readonly StepPicture[],
  { hu, dims, params }: Pick<RestoreRequest, 'hu' | 'dims' | 'params'>,
  evidenceOf: EvidenceOf | null,
): Promise<RestoredStep[]> {
  if (pictures.length === 0) return [];
  const outside = outsideFieldOfView(hu, dims);
  const ofInput = meanGradient(hu, dims, outside) || 1;
  const steps: RestoredStep[] = [];
  for (const picture of pictures) {
    steps.push({
      ...picture,
      steps: params.steps,
      sharpness: meanGradient(picture.hu, dims, outside) / ofInput,
      residualPercent: evidenceOf && (await evidenceOf.percent(picture.hu)),
    });
  }
  return steps;
}
