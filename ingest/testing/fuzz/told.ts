/** @file Tells lies on drawn files. */
import type { Submission } from '../../../data/contract/submission.ts';
import type { Random } from '../random.ts';
import { drawHonest, type Honest } from './honest.ts';
import type { Lie } from './lies/lie.ts';
import type { Suits } from './lies/suits.ts';
import type { Template } from './template.ts';

/** An honest file on hardware that the catalogue knows, or does not: drawn until one comes out. */
export function drawUntil(
  random: Random,
  templates: readonly Template[],
  known: boolean,
  { suits, odd }: { suits?: Suits | undefined; odd?: boolean } = {},
): Honest {
  for (;;) {
    const honest = drawHonest(random, templates, known, { suits, odd: odd ?? false });
    if (honest !== null) return honest;
  }
}

/** A lie that was told. */
export interface Told {
  lie: Lie;
  known: boolean;
  base: Submission;
  submission: Submission;
  /** Positions of the results that differ from the honest ones. */
  changed: Set<number>;
}

/** The results that a lie changed; all of them if it changed what applies to all. */
function changedResults(base: Submission, told: Submission): Set<number> {
  const same = (index: number) => JSON.stringify(base.results[index]) === JSON.stringify(told.results[index]);
  const different = told.results.flatMap((_, index) => (same(index) ? [] : [index]));
  return new Set(different.length > 0 ? different : told.results.keys());
}

/** Draws of an occasion for a lie before the next one is told instead. */
const ATTEMPTS = 40;

/** One of so many files of a lie is of a device that no catalogue lists, whose values are never ranked. */
const ONE_UNKNOWN = 3;

/** One lie on one drawn file; null if that gives no occasion for it. */
function tellOnce(
  random: Random,
  templates: readonly Template[],
  others: readonly Honest[],
  lie: Lie,
  known: boolean,
): Told | null {
  const { submission: base } = drawUntil(random, templates, known, { suits: lie.suits });
  const { submission: other, known: otherKnown } = random.pick(others);
  const submission = lie.tell({ random, own: base, other });
  if (submission === null) return null;
  const honest = lie.from === 'other' ? other : base;
  // A run that is sent again keeps its machine. The processors beside modelled cards are all listed.
  const same = submission.machine === other.machine;
  const changed = changedResults(honest, submission);
  const kindIn = ({ results }: Submission, index: number) => results[index]?.cell.device.kind;
  const onOther = [...changed].some(
    (i) => kindIn(honest, i) !== undefined && kindIn(submission, i) !== kindIn(honest, i),
  );
  return {
    lie,
    known: onOther || (same ? otherKnown : known),
    base: honest,
    submission,
    changed,
  };
}

/** Lies told in turn, so that the rare ones have as many files as the others. */
export function tell(
  random: Random,
  templates: readonly Template[],
  others: readonly Honest[],
  among: readonly Lie[],
  first: number,
  most: number,
): Told[] {
  const told: Told[] = [];
  for (let number = first; told.length < most; number++) {
    const lie = among[number % among.length]!;
    const known = lie.suits !== undefined || Math.floor(number / among.length) % ONE_UNKNOWN > 0;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const one = tellOnce(random, templates, others, lie, known);
      if (one === null) continue;
      told.push(one);
      break;
    }
  }
  return told;
}
