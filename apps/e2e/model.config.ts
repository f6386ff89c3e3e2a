import { defineConfig } from 'vitest/config';

/** Not part of the test run: random devices, as long as somebody wants. */
export default defineConfig({
  test: {
    include: ['model/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 7_200_000,
  },
});
