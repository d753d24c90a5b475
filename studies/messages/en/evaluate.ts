export const evaluate = {
  'evaluate/unknown-model': {
    sentence: 'There is no evaluation of {model} in this version.',
    action: 'sparrow evaluate mindi3d is there.',
  },
  'evaluate/no-cases': {
    sentence: 'None of the held-out cases is at hand.',
    action: 'Name the folder with the test data by --data or SPARROW_DATA.',
  },
  'evaluate/no-split': {
    sentence: 'The list of held-out cases, {file}, is missing or not valid.',
    action: 'Run the evaluation from a clone of the repository.',
  },
  'evaluate/case-unreadable': {
    sentence: 'The CT of {case} in {file} cannot be read.',
    action: 'Check the test data folder.',
  },
} as const;
