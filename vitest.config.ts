import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    env: { TZ: 'UTC' },
    // Vitest's default leaves one core idle, half of a machine with two cores.
    maxWorkers: availableParallelism(),
    // The log has one line per file; tests get their own line only if they are slow even for a browser test.
    slowTestThreshold: 20_000,
    // A limit ends what hangs. Everything else may take long: other tests keep every core busy, and so may the machine.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{data,runner,ingest,site}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'path',
          include: ['tests/*.test.ts'],
          exclude: ['tests/conformance*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/*.test.ts'],
          globalSetup: 'tests/browser/setup.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['tests/conformance*.test.ts'],
          fileParallelism: false,
          // Runs last: its workers keep every core busy for minutes, and other tests would exceed their time limits.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
