export const report = {
  'report/no-result': {
    sentence: 'The study has nothing to report yet.',
    action: 'Open a volume of it, or run a model first.',
  },
} as const;
