import { expect, it } from 'vitest';
import { alikeProblems } from './alike-problems.ts';

const problem = (field: string, message: string) => ({ path: 'run.json', field, message });

it('puts problems together that differ in their place and their values only', () => {
  const problems = [
    problem('results.0.n', 'is "x"; write a whole number'),
    problem('results.1.device', 'is "cpu"; use one of gpu, none'),
    problem('results.2.n', 'is "y"; write a whole number'),
    problem('results.3.n', 'is 1.5; write a whole number'),
  ];
  expect(alikeProblems(problems).map((alike) => alike.map(({ field }) => field))).toEqual([
    ['results.0.n', 'results.2.n', 'results.3.n'],
    ['results.1.device'],
  ]);
});
