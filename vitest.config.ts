import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests of engines, whole paths, browsers and the fuzzer: the others take seconds at most. */
const LONG = /^(?:runner\/engines|tests|ingest\/testing)\//;

/** Starts long files first: one that starts last runs alone, while the other cores are idle. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      LONG.test(relative(import.meta.dirname, moduleId).replaceAll('\\', '/'));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    env: { TZ: 'UTC' },
    sequence: { sequencer: LongFirst },
    // Vitest's default leaves one core idle, half of a machine with two cores.
    maxWorkers: availableParallelism(),
    // The log has one line per file; tests get their own line only if they are slow even for a browser test.
    slowTestThreshold: 20_000,
    // A limit ends what hangs. Everything else may take long: other tests keep every core busy, and so may the machine.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // What fails twice is a fault. A test of processes or browsers that passes then has met a loaded machine at the worst
    // moment: `npm test` lists it at its end.
    retry: 1,
    expect: { poll: { timeout: 120_000 } },
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
          // Arithmetic gives the same at each attempt.
          retry: 0,
          // Runs last: its workers keep every core busy for minutes, and other tests would exceed their time limits.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
