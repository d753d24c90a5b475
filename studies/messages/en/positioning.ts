/** Laying a scan onto the planning CT, and why an answer is refused. */
export const positioning = {
  'positioning/not-rigid': {
    sentence: 'The matrix does more than turn and shift, so no couch can follow it.',
    action: 'Choose a rigid registration without scaling or mirroring.',
  },
  'positioning/no-points': {
    sentence: 'The region holds too little of the body that the scan shows to match on.',
    action: 'Make the region larger, move it onto the scan, or match on the whole body.',
  },
  'positioning/few-landmarks': {
    sentence: 'At least three pairs of landmarks that do not lie on one line are needed.',
    action: 'Set more landmarks, apart from each other.',
  },
} as const;
