import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** The renderer for every door: served by the engine from dist/renderer. */
export default defineConfig({
  root: 'renderer',
  plugins: [vue()],
  build: { outDir: '../dist/renderer', emptyOutDir: true, chunkSizeWarningLimit: 2000 },
});
