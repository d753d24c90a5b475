export const engine = {
  'engine/bad-request': {
    sentence: 'The request is not one the engine knows: {detail}.',
    action: 'Update the program that sent it.',
  },
  'engine/internal': {
    sentence: 'Something failed inside Sparrow.',
    action: 'Try again; if it stays, restart Sparrow. Nothing in the library was changed.',
  },
} as const;
