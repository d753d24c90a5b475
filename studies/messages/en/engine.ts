export const engine = {
  'engine/bad-request': {
    sentence: 'The request is not one the engine knows: {detail}.',
    action: 'Update the program that sent it.',
  },
  'engine/unknown-route': {
    sentence: 'The engine has no such address.',
    action: 'Update the program that asked for it.',
  },
  'engine/too-large': {
    sentence: 'The request is larger than the engine takes ({limitMib} MiB).',
    action: 'Import large data from the command line.',
  },
  'engine/no-paths': {
    sentence: 'This door does not read files by their path.',
    action: 'Drop the files on the window, or import them from the command line.',
  },
  'engine/forbidden': {
    sentence: 'The request did not come from Sparrow’s own page.',
    action: 'Open the address that Sparrow printed when it started.',
  },
  'engine/no-session': {
    sentence: 'This browser is not signed in to Sparrow.',
    action: 'Start Sparrow again and open the address that it prints; it works once.',
  },
  'engine/internal': {
    sentence: 'Something failed inside Sparrow.',
    action: 'Try again; if it stays, restart Sparrow. Nothing in the library was changed.',
  },
  'engine/no-renderer': {
    sentence: 'The pages of Sparrow have not been built.',
    action: 'Run npm start, which builds them.',
  },
  'engine/port-taken': {
    sentence: 'Port {port} is taken or may not be used.',
    action: 'Leave out --port, or choose another number.',
  },
  'engine/bad-setting': {
    sentence: 'The setting {key} cannot be kept: it is larger than 64 KiB.',
    action: 'Choose a smaller value.',
  },
  'engine/cannot-write': {
    sentence: '{file} cannot be written.',
    action: 'Check that the folder exists, may be written and has room.',
  },
  'engine/not-a-roi': {
    sentence: 'The region {roi} cannot be read.',
    action:
      'Write sphere:x,y,z,r or box:x0,y0,z0,x1,y1,z1 or circle:x,y,z,r[,nx,ny,nz], in millimetres.',
  },
  'engine/no-export': {
    sentence: 'This volume cannot be exported as {format}.',
    action: 'Choose another format.',
  },
} as const;
