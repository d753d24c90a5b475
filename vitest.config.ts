import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const all = (...folders: string[]) => folders.map((folder) => `${folder}/**/*.test.ts`);
const common = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
  setupFiles: ['test/fixtures/after-each-file.ts'],
};
/** Their tests replace modules. */
const replacing = all('studies/library', 'studies/report');

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        // Without state of their own: files share a process, which saves a start each.
        test: {
          ...common,
          name: 'plain',
          include: all('models', 'studies'),
          exclude: replacing,
          isolate: false,
        },
      },
      {
        plugins: [vue()],
        test: {
          ...common,
          name: 'apart',
          include: [...all('electron', 'renderer', 'test'), ...replacing],
        },
      },
    ],
  },
});
