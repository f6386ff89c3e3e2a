import { defineConfig } from 'vitest/config';

/** Not part of the test run: writes docs/images. */
export default defineConfig({
  test: {
    include: ['screenshots/**/*.shot.ts'],
    environment: 'node',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
