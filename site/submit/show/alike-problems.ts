/** @file Groups problems of one kind: a fault that every result of a file has would hide the others. Pure. */
import type { Problem } from '../../../data/contract/problem.ts';

/** What is wrong, without the values and numbers in which problems of one kind differ. */
const kindOf = ({ message }: Problem): string =>
  message.replaceAll(/"[^"]*"|\d+(?:\.\d+)?(?:e[+-]?\d+)?/g, '…');

/** The problems of each kind, in the order of the first of each. */
export const alikeProblems = (problems: readonly Problem[]): Problem[][] => [
  ...Map.groupBy(problems, kindOf).values(),
];
