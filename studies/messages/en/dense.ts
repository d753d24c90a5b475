/** What keeps a short-axis stack from being made dense. */
export const dense = {
  'dense/few-slices': {
    sentence: 'A dense heart needs at least two short-axis slices; {count} are in use.',
    action: 'Put short-axis slices to use on the planes screen, or import the whole stack.',
  },
  'dense/same-place': {
    sentence: 'Short-axis slices {first} and {second} from the base lie at the same position.',
    action: 'Set one of the two aside on the planes screen.',
  },
  'dense/turned': {
    sentence:
      'Short-axis slice {slice} from the base is turned by {degrees} degrees against the others; up to {limit} are allowed.',
    action: 'Set this slice aside on the planes screen.',
  },
  'dense/gap': {
    sentence:
      'Short-axis slices {first} and {second} from the base lie {mm} mm apart; nothing is made across more than {limit} mm.',
    action:
      'Look for the missing slice, or ask for wide gaps to be filled: their planes are marked.',
  },
  'dense/no-phase': {
    sentence: 'There is no phase {phase}: the stack has {phases}.',
    action: 'Choose a phase of the stack, or all.',
  },
  'dense/no-plane': {
    sentence: 'The study has no such plane now.',
    action: 'Open the dense heart again: planes may have been corrected.',
  },
  'dense/no-opinion': {
    sentence: 'No second opinion was fitted at this phase.',
    action: 'Fit one from the numbers page.',
  },
  'dense/apex-missed': {
    sentence: 'The last slice still shows a wide left ventricle: the stack misses the apex.',
    action: 'Volumes are those of the part that was measured; nothing was made beyond it.',
  },
  'dense/base-missed': {
    sentence: 'The first slice lies inside the left ventricle: the stack misses the base.',
    action: 'Volumes are those of the part that was measured; nothing was made beyond it.',
  },
  'dense/shifted': {
    sentence: 'Slices lie up to {mm} mm out of line, as after breath-holds of different depth.',
    action: 'Run again with shifts taken out, and compare.',
  },
  'dense/wide-filled': {
    sentence: '{planes} planes were made across a gap of more than 25 mm.',
    action: 'They are marked; do not measure on them.',
  },
  'dense/beyond-made': {
    sentence: '{planes} planes lie beyond the measured slices.',
    action: 'They are marked; do not measure on them.',
  },
} as const;
