import { expect, it } from 'vitest';
import { closingLines } from './summary.ts';

const test = (fullName: string, status: string, failureMessages: string[] = []) => {
  return { fullName, title: fullName, status, failureMessages };
};
const report = {
  numPassedTests: 2,
  numFailedTests: 1,
  numPendingTests: 0,
  testResults: [
    {
      name: '/clone/tests/a.test.ts',
      startTime: 0,
      endTime: 2000,
      assertionResults: [
        test('is still', 'passed'),
        test('is still later', 'passed', ['AssertionError: expected 1 to be 0\n    at a.test.ts:3']),
        test('is small', 'failed', [
          'AssertionError: expected 5 to be 4',
          'AssertionError: expected 5 to be 4',
        ]),
      ],
    },
  ],
};

it('names the tests that passed only at their second attempt, with what failed before', () => {
  expect(closingLines(JSON.stringify(report), '/clone')).toEqual([
    'slowest test files:',
    '  2 s, 2 s of them alone: tests/a.test.ts',
    '',
    'passed only at the second attempt, look for a race: tests/a.test.ts: is still later: AssertionError: expected 1 to be 0',
    'tests: 2 passed, 1 failed, 0 skipped',
  ]);
});
