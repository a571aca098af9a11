/** @file The bounds of a check are those of the runner, its comparisons are complete, and its summary follows from them. */
import { findReferenceRules, rules } from '../../../data/catalogue/rules.ts';
import type { Comparison, Check as Proof } from '../../../data/contract/proof.ts';
import { boundsOf, type ComparisonBounds } from '../../values/bounds.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';

type Compared = Extract<Proof, { kind: 'output' | 'loss-trajectory' }>;
type Doubt = readonly [Severity, string];

/** Bounds are computed by the same formulas in two languages, whose powers may differ in the last digits. */
const DIGITS = 1 + 1e-9;

const reject = (text: string): Doubt => ['reject', `${text}; measure again`];

/** A tolerance above the bound of the runner. */
const tooWide = (what: string, tolerance: number, bound: number): Doubt[] =>
  tolerance <= bound * DIGITS
    ? []
    : [reject(`the tolerance ${tolerance} of ${what} is above ${bound}, that of the runner`)];

const FIRST: readonly Comparison['of'][] = [
  'first loss',
  'losses',
  'gradients',
  'first updates',
  'second updates',
];
const AFTER: readonly Comparison['of'][] = [
  'first loss after the loop',
  'gradients after the loop',
  'first updates after the loop',
];

/** The bound of `movement` in runners that did not compare the directions of gradients. */
const OLDER_MOVEMENT = 0.02;

/** The bound of `last loss` in runners that had no other for sequences of another length than the reference's. */
const OLDER_LAST_LOSS = 3e-4;

/** Bounds of runners before those of today, where they were wider. */
function olderBound(of: Comparison['of'], check: Compared): number {
  if (of === 'movement' && check.comparisons.every((one) => one.of !== 'gradient directions'))
    return OLDER_MOVEMENT;
  return of === 'last loss' && check.measured === false ? OLDER_LAST_LOSS : 0;
}

/** The comparisons that every engine makes for a cell. */
function requiredOf({ cell, outcome: { check } }: Measurement): readonly Comparison['of'][] {
  // At a length of which the reference's is no part, engines in TypeScript check a function that the loop does not run.
  if (check.kind === 'output') return check.measured ? ['outputs', 'outputs of altered inputs'] : ['outputs'];
  if (check.kind !== 'loss-trajectory' || cell.mode !== 'train') return [];
  const dropout = findReferenceRules(cell.workload)?.dropout ? (['loss with dropout'] as const) : [];
  return [...FIRST, ...dropout, 'movement', ...(check.measured ? AFTER : [])];
}

function comparisonDoubts(measurement: Measurement, check: Compared, bounds: ComparisonBounds): Doubt[] {
  const { comparisons } = check;
  const names = new Set(comparisons.map(({ of }) => of));
  const missing = requiredOf(measurement).filter((of) => !names.has(of));
  return [
    ...comparisons.flatMap(({ of, tolerance }) => {
      const bound = bounds[of];
      return bound === undefined
        ? [reject(`"${of}" is compared, which ${measurement.cell.workload} does not have`)]
        : tooWide(`"${of}"`, tolerance, Math.max(bound, olderBound(of, check)));
    }),
    ...(missing.length === 0 ? [] : [reject(`the check lacks ${missing.map((of) => `"${of}"`).join(', ')}`)]),
  ];
}

/** Share of its tolerance that an error takes; above 1 it fails. */
const ratioOf = ({ error, tolerance }: Pick<Comparison, 'error' | 'tolerance'>): number =>
  error <= tolerance ? (tolerance === 0 ? 0 : error / tolerance) : error / Math.max(tolerance, 1e-9);

/** The summary must be that of the comparison closest to its bound. */
function summaryDoubts({ comparisons, maxRelativeError, tolerance, passed }: Compared): Doubt[] {
  const failed = comparisons.find((one) => one.error > one.tolerance);
  if (passed && failed !== undefined) {
    const { of, error } = failed;
    return [
      reject(
        `the error ${error} of "${of}" is above its tolerance ${failed.tolerance}, but "passed" is true`,
      ),
    ];
  }
  const worst = comparisons.reduce((a, b) => (ratioOf(b) > ratioOf(a) ? b : a));
  if (ratioOf({ error: maxRelativeError ?? 0, tolerance: tolerance ?? 0 }) >= ratioOf(worst) / DIGITS)
    return [];
  return [
    reject(
      `maxRelativeError ${maxRelativeError} of ${tolerance} is not that of the worst comparison, "${worst.of}" with ${worst.error} of ${worst.tolerance}`,
    ),
  ];
}

/**
 * Whether the timed function itself is compared: where the samples of the reference have the length of the cell, and in training
 * fill its batch with whole copies. Null if nothing is known: outputs are compared at some other lengths, too.
 */
function isMeasured({ cell, facts }: Measurement): boolean | null {
  const { mode, batchSize } = cell;
  if (mode === 'op') return true;
  const reference = findReferenceRules(cell.workload);
  if (reference === null || batchSize === null) return null;
  const length = cell.sequenceLength ?? facts.sequenceLength;
  const fitsLength = length === (reference.sequenceLength ?? length);
  if (mode === 'infer') return fitsLength || null;
  return mode === 'train' ? fitsLength && batchSize % reference.batch === 0 : null;
}

/** What was compared must be what the runner compares: the timed function wherever it can. */
function measuredDoubts(measurement: Measurement, { measured }: Compared): Doubt[] {
  if (measured === null) return [reject('the check has comparisons, but "measured" is null')];
  const expected = isMeasured(measurement);
  if (expected === null || expected === measured) return [];
  const { batchSize, mode } = measurement.cell;
  const why =
    mode === 'train'
      ? `the reference ${expected ? 'fills' : 'does not fill'} a batch of ${batchSize}`
      : 'the runner compares the outputs of what it times';
  return [reject(`"measured" is ${measured}, but ${why}`)];
}

/** The most that the check of an older runner may allow, which kept no comparisons: the widest that it summarized. */
function summaryBound({ kind }: Compared, bounds: ComparisonBounds): number {
  if (kind === 'output') return bounds.outputs ?? 0;
  return Math.max(...[...FIRST, ...AFTER].map((of) => bounds[of] ?? 0));
}

function comparedDoubts(measurement: Measurement, check: Compared): Doubt[] {
  const bounds = boundsOf(measurement.cell);
  if (bounds === null || check.tolerance === null) return [];
  if (check.maxRelativeError === null) return [reject('"tolerance" is set, but "maxRelativeError" is null')];
  if (check.comparisons.length > 0) {
    return [
      ...measuredDoubts(measurement, check),
      ...comparisonDoubts(measurement, check, bounds),
      ...summaryDoubts(check),
    ];
  }
  if (check.measured !== null) return [reject('"measured" is set, but the check has no comparisons')];
  const wide = tooWide('the check', check.tolerance, summaryBound(check, bounds));
  return wide.length > 0
    ? wide
    : [['flag', 'checked by an older runner, which kept only the worst of its comparisons']];
}

function doubtsOf(measurement: Measurement): Doubt[] {
  const { check } = measurement.outcome;
  if (check.kind === 'none') return [];
  return check.kind === 'next-token'
    ? tooWide('the check', check.tolerance, rules.bounds.nextToken)
    : comparedDoubts(measurement, check);
}

export const proofBounds: Check = ({ measurements }) =>
  measurements.flatMap((measurement) =>
    doubtsOf(measurement).map(
      ([severity, text]): CheckFinding => ({
        check: severity === 'flag' ? 'older-check' : 'check-bounds',
        severity,
        measurement,
        text,
      }),
    ),
  );
