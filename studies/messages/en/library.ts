export const library = {
  'library/not-found': {
    sentence: 'The library holds no {what} with this id.',
    action: 'List the library to see what it holds.',
  },
  'library/newer-schema': {
    sentence:
      'This library was written by a newer Sparrow (schema {found}, this one knows {known}).',
    action: 'Open it with the newer version; nothing was changed.',
  },
} as const;
