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
  'positioning/no-overlap': {
    sentence: 'The scan and the planning CT share only {percent} % of the smaller body.',
    action: 'Check that both show the same region, and start the match by hand or by landmarks.',
  },
  'positioning/not-alike': {
    sentence:
      'The scan does not agree with the planning CT (correlation {percent} %, outlines {outline} %): it may be another patient or another region.',
    action: 'Check name and region of both. Position by other means if they are right.',
  },
  'positioning/mirrored': {
    sentence: 'The scan fits the planning CT as well or better with left and right exchanged.',
    action: 'Check the orientation of both volumes. Do not use this match.',
  },
  'positioning/turned': {
    sentence: 'The scan fits the planning CT as well or better when it is turned by half a turn.',
    action: 'Check head and feet, front and back of both. Do not use this match.',
  },
  'positioning/metal-block': {
    sentence: 'Metal fills {percent} % of the body, so the match would rest on metal.',
    action: 'Position by other means.',
  },
  'positioning/doubtful': {
    sentence: 'The scan fits the planning CT not much better than a mirrored or turned body would.',
    action: 'Make sure by eye that this is the right patient and the right region.',
  },
  'positioning/metal': {
    sentence: 'The volumes hold {ml} ml of metal, whose streaks may pull the match.',
    action: 'Check the match on bone away from the metal.',
  },
  'positioning/undetermined': {
    sentence: 'What the scan shows of the region does not determine shift and turn.',
    action: 'Make the region larger, or match fewer degrees of freedom.',
  },
  'positioning/not-ct': {
    sentence: 'Only CT and cone-beam CT in Hounsfield units can be matched.',
    action: 'Choose a planning CT and a scan of the patient.',
  },
  'positioning/no-structure': {
    sentence: 'The planning CT has no structure {name} that encloses anything.',
    action: 'Choose another structure, a box, or the whole body.',
  },
  'positioning/position-assumed': {
    sentence: 'Nobody says how the patient lies: head first and supine was assumed.',
    action: 'Choose the patient position if it is another.',
  },
  'positioning/isocentre-assumed': {
    sentence:
      "No plan tells the isocentre: the middle of the planning CT's body was taken, and the shifts hold for that point.",
    action: 'Import the plan or give the isocentre.',
  },
  'positioning/several-isocentres': {
    sentence: 'The plan has {count} isocentres: that of its first beam was taken.',
    action: 'Give the isocentre if another is treated.',
  },
  'positioning/scan-isocentre-as-planned': {
    sentence:
      "The scan shares the planning CT's frame of reference: its isocentre was taken to be the plan's.",
    action: "Give the scan's isocentre if the machine stood elsewhere.",
  },
  'positioning/scan-isocentre-origin': {
    sentence: "The scan's isocentre was taken to be the origin of its coordinates, as is usual.",
    action: "Give the scan's isocentre if the machine has it elsewhere.",
  },
  'positioning/scan-isocentre-middle': {
    sentence: "The scan's isocentre is not known: the middle of its grid was taken.",
    action: "Give the scan's isocentre before the shifts are used.",
  },
  'positioning/other-patient': {
    sentence: 'The scan and the planning CT carry different patient IDs.',
    action: 'Make sure that both are of the same patient before the shifts are used.',
  },
  'positioning/same-volume': {
    sentence: 'The scan and the planning CT are the same volume, so there is nothing to position.',
    action: 'Choose the scan of the day.',
  },
  'positioning/beyond-couch': {
    sentence: 'The couch turns up to {limit}° and cannot follow in {axes}.',
    action: 'Set the patient up again and repeat the scan.',
  },
  'positioning/unsure': {
    sentence:
      'The match is sure only to {mm} mm and {deg}° (one standard deviation), more than half the tolerance.',
    action: 'Check it by eye, or match on a region with more bone.',
  },
  'positioning/held-apart': {
    sentence:
      'From the position set by hand the automatic match would go {mm} mm and {deg}° further.',
    action: 'Check the match by eye, or let it be fitted.',
  },
  'positioning/opinion-differs': {
    sentence: '{program} finds another position, {mm} mm and {deg}° away at the isocentre.',
    action: 'Check the match by eye before it is used.',
  },
  'positioning/opinion-failed': {
    sentence: 'The second opinion found no position.',
    action: 'Check the match by eye.',
  },
  'positioning/departs': {
    sentence:
      'In {percent} % of the region the restored picture departs from what was measured by more than {hu} HU.',
    action: 'Check the match on the picture that was reconstructed without the model.',
  },
  'positioning/no-registration': {
    sentence: 'This match was refused, so no registration of it is written.',
    action: 'Match again, or position by other means.',
  },
  'positioning/no-frame': {
    sentence:
      'The {what} names no frame of reference of its own, so no registration can tell it from the other.',
    action: 'Import {what} as DICOM with its frame of reference.',
  },
} as const;
