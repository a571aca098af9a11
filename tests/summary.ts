/** @file The last lines of a test run, from Vitest's report. Pure. */
import { relative } from 'node:path';
import * as z from 'zod';
import { isLeftOut } from './testing/left-out.ts';
import { type Span, slowestFiles } from './timings.ts';

/** The fields of Vitest's JSON report that are used. */
const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          title: z.string(),
          status: z.string(),
          /** Those of every attempt, also if a later one passed. */
          failureMessages: z.array(z.string()),
        }),
      ),
    }),
  ),
});

const SLOWEST = 10;

/**
 * The slowest files, each test that passed only at its second attempt with what failed before, each skipped engine with
 * its remedy, and how many tests passed, failed and were skipped. Files are named from `root`.
 */
export function closingLines(json: string, root: string): string[] {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = reportSchema.parse(
    JSON.parse(json),
  );
  const results = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((result) => ({ ...result, file: relative(root, name) })),
  );
  const repeated = results.filter(
    ({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0,
  );
  const leftOut = results.filter(({ title, status }) => status === 'skipped' && isLeftOut(title));
  const spans = testResults.map(({ name, startTime, endTime }): Span => {
    return { file: relative(root, name), startMs: startTime, endMs: endTime };
  });
  const slowest = slowestFiles(spans, SLOWEST);
  return [
    ...(slowest.length > 0 ? ['slowest test files:', ...slowest.map((line) => `  ${line}`), ''] : []),
    ...repeated.map(
      ({ file, fullName, failureMessages }) =>
        `passed only at the second attempt, look for a race: ${file}: ${fullName}: ${firstLine(failureMessages[0]!)}`,
    ),
    ...new Set(leftOut.map(({ title }) => title)),
    `tests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`,
  ];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}
