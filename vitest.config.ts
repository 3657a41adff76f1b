import { defineConfig } from 'vitest/config';
import LongFirst from './test/support/sequencer.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // `.ci/run` reads the runner's own totals from here.
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-results.json' }]],
    coverage: { provider: 'v8', include: ['lib/**/*.ts'], reporter: ['text-summary', 'html'] },
  },
});
