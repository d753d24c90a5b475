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
} as const;
