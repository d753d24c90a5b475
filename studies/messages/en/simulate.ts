export const simulate = {
  'simulate/no-body': {
    sentence: 'The volume holds nothing denser than lung, so there is no body to scan.',
    action: 'Choose a CT volume in Hounsfield units.',
  },
  'simulate/more-views-than-dense': {
    sentence: 'A sparse scan of {views} views cannot be taken from {dense} dense ones.',
    action: 'Ask for fewer views, or for more dense ones.',
  },
} as const;
