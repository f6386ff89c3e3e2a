import { defineConfig } from 'vitest/config';

// One worker: scenarios measure what a person sees, and two browsers on one core see nothing.
export default defineConfig({
  test: {
    include: ['scenarios/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
