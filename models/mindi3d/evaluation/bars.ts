import type { Bar, Measured } from './bar.ts';
import {
  costBar,
  lesionBar,
  loopBar,
  parityBar,
  positionBar,
  seamBar,
  shiftBar,
} from './check-bars.ts';
import { biasBar, consistencyBar, gainBar, oneShotBar, tvBar } from './picture-bars.ts';

export type { Bar, Measured, Verdict } from './bar.ts';

/** The bars, from the numbers alone. */
export function bars(all: Measured): Bar[] {
  return [
    loopBar(all),
    gainBar(all, 2, 'phantom', 6, 0, 9),
    gainBar(all, 3, 'real', 4, 0, 8),
    oneShotBar(all),
    tvBar(all),
    biasBar(all),
    lesionBar(all),
    consistencyBar(all),
    positionBar(all),
    shiftBar(all),
    seamBar(all),
    parityBar(all),
    costBar(all),
  ];
}
