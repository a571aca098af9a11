/** @file What the quick test measures, as the visitor chooses it. Pure. */
import type { DeviceKind } from '../../data/contract/words.ts';

/** `both`: one after the other, because they share memory and heat. */
export type Choice = DeviceKind | 'both';

/** Each choice with its name, in the order in which they are offered. */
export const choices: readonly (readonly [Choice, string])[] = [
  ['gpu', 'GPU'],
  ['cpu', 'CPU'],
  ['both', 'GPU, then CPU'],
];

/** The button of the test where the CPU is all that it can measure. */
export const CPU_LABEL = 'Test the CPU';

/** "Takes about 30 s at full load. Nothing is uploaded." */
export const durationText = (choice: Choice, budgetS: number): string =>
  `Takes about ${budgetS * devicesOf(choice).length} s at full load. Nothing is uploaded.`;

/** The devices of a choice, in the order in which they are measured. */
export const devicesOf = (choice: Choice): readonly DeviceKind[] =>
  choice === 'both' ? ['gpu', 'cpu'] : [choice];
