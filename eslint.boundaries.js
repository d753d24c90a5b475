// Imports point one way: renderer -> (types only) engine; engine -> models -> studies.
// Pure rooms know no file system, no database and no Node global, so the renderer may use them.

const nodeModules = [
  'node:*',
  'fs',
  'path',
  'os',
  'child_process',
  'worker_threads',
  'crypto',
  'zlib',
];

/** @param {string[]} files @param {{group: string[], message: string, allowTypeImports?: boolean}[]} patterns */
const forbid = (files, patterns, extra = {}) => ({
  files,
  ignores: ['**/*.test.ts', ...(extra.ignores ?? [])],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

const electronOnlyInShell = {
  group: ['electron', 'electron/*'],
  message: "Only electron/shell may import 'electron'.",
};
const vtkOnlyInViewer = {
  group: ['@kitware/vtk.js', '@kitware/vtk.js/**'],
  message: 'Only renderer/viewer may import vtk.js.',
};
const noRenderer = {
  group: ['**/renderer/**'],
  message: 'Nothing on the machine side imports the renderer.',
};
const noEngine = {
  group: ['**/electron/**', '**/engine/**'],
  message: 'studies and models know nothing of the engine.',
};
const noModels = { group: ['**/models/**'], message: 'studies know nothing of the models.' };
const noNode = { group: nodeModules, message: 'This room is pure: no Node modules.' };
const engineTypesOnly = {
  group: [
    '**/electron/**',
    '**/models/**',
    '**/studies/library/**',
    '**/studies/dicom/**',
    '**/studies/report/**',
  ],
  message: 'The renderer takes types only from the machine side.',
  allowTypeImports: true,
};

export const importRules = [
  forbid(['electron/**/*.ts'], [electronOnlyInShell, noRenderer, vtkOnlyInViewer], {
    ignores: ['electron/shell/**'],
  }),
  forbid(['models/**/*.ts'], [electronOnlyInShell, noRenderer, noEngine, vtkOnlyInViewer]),
  forbid(
    ['studies/**/*.ts'],
    [electronOnlyInShell, noRenderer, noEngine, noModels, vtkOnlyInViewer],
  ),
  forbid(
    [
      'studies/volume/**/*.ts',
      'studies/cardiac/**/*.ts',
      'studies/positioning/**/*.ts',
      'studies/tomography/**/*.ts',
    ],
    [electronOnlyInShell, noRenderer, noEngine, noModels, noNode, vtkOnlyInViewer],
  ),
  forbid(
    ['renderer/**/*.ts', 'renderer/**/*.vue'],
    [electronOnlyInShell, engineTypesOnly, vtkOnlyInViewer, noNode],
    {
      ignores: ['renderer/viewer/**'],
    },
  ),
  forbid(
    ['renderer/viewer/**/*.ts', 'renderer/viewer/**/*.vue'],
    [electronOnlyInShell, engineTypesOnly, noNode],
  ),
];
