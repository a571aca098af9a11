/** @file The results of a part with the native results around them. Pure. */

import type { Chip } from '../../find/chip.ts';
import type { PartId } from '../measure/parts.ts';
import { bestOf } from '../result/best.ts';
import type { Run } from '../result/run.ts';
import type { Measured } from '../result/summary.ts';
import type { Mark, NativeMark } from './mark.ts';
import type { Native } from './native.ts';
import { fastestOfEach, type Standing, standingOf } from './neighbors.ts';
import { ownMark } from './own-mark.ts';
import { peakMark } from './peak.ts';

/** A run with the chip that it was measured on; null if nobody said which. */
export interface ChipRun extends Run {
  chip: Pick<Chip, 'id' | 'name'> | null;
}

export interface Placed {
  run: ChipRun;
  best: Measured;
  standing: Standing;
}

/** The runs that have a result of the part, each with its place. */
export const placeRuns = (part: PartId, runs: readonly ChipRun[], native: Native | null): Placed[] =>
  runs.flatMap((run) => {
    const best = bestOf(run.summaries, part);
    if (best === null) return [];
    const marks = native?.marks[part] ?? [];
    const standing = standingOf(marks, best.value, run.chip?.id ?? null, run.device.kind === 'cpu');
    return [{ run, best, standing }];
  });

/** The fastest native result of each of some chips, if it has one. */
export const nativeOf = (part: PartId, against: readonly Chip[], native: Native | null): NativeMark[] =>
  fastestOfEach(native?.marks[part] ?? []).filter(({ hardware }) =>
    against.some(({ id }) => id === hardware),
  );

/**
 * What an axis shows of them: the results themselves, the native ones around them, the peaks of their chips, and the native
 * results of the chips that the visitor wants to compare with.
 */
export function marksOf(
  part: PartId,
  placed: readonly Placed[],
  native: Native | null,
  against: readonly Chip[] = [],
): Mark[] {
  const marks = placed.flatMap(({ run, best, standing }) => {
    const chip = native?.chips.find(({ id }) => id === run.chip?.id);
    const peak = chip && native ? peakMark(chip, part, native.peaks) : null;
    return [ownMark(best, run), ...standing.own, ...standing.others, ...(peak ? [peak] : [])];
  });
  const all = [...marks, ...nativeOf(part, against, native)];
  return [...new Map(all.map((mark) => [mark.id, mark])).values()];
}
