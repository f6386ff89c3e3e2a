import { defineConfig } from 'vitest/config';

/** Not part of the test run: times on this machine, against the budgets. */
export default defineConfig({
  test: {
    include: ['budgets/**/*.budget.ts'],
    environment: 'node',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 900_000,
    hookTimeout: 60_000,
  },
});
