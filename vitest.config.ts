import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    env: { TZ: 'UTC' },
    // Vitest's own number leaves one core idle, which is half of a machine that has two.
    maxWorkers: availableParallelism(),
    // The log has a line for each file, and one more only for a test that is slow even for a browser.
    slowTestThreshold: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{data,runner,ingest,site}/**/*.test.ts'],
          // Some train a small net or start workers; the machine may be busy.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'path',
          include: ['tests/*.test.ts'],
          exclude: ['tests/conformance*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/*.test.ts'],
          globalSetup: 'tests/browser/setup.ts',
          testTimeout: 120_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['tests/conformance*.test.ts'],
          hookTimeout: 300_000,
          fileParallelism: false,
          // After all others, whose time limits would suffer: its workers keep every core busy for minutes.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
