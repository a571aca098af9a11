/**
 * @file Corrects the estimates by what a run has seen so far: the repetitions of the same cell, else those that are most like
 * it. Start-up, building, checking and measuring are learned apart.
 */
import { type Cell, cellId } from '../../data/contract/cell.ts';
import { type Parts, partNames, sumOf } from './estimate.ts';
import type { PlannedCell } from './planned.ts';

/** A repetition that was measured. */
export interface Observation {
  planned: PlannedCell;
  parts: Parts;
  /** Measured milliseconds of one step, forward pass, operation or epoch. */
  stepMs: number;
}

/** From the most to the least alike: the same cell, the same recipe and dtype, the same mode, the same engine and device. */
function groupsOf({ cell }: PlannedCell): string[] {
  const { engine, device, mode, recipe, dtype } = cell;
  const target = targetOf(cell);
  return [
    cellId(cell) + JSON.stringify(device),
    [engine, mode, recipe, dtype, target].join(),
    `${mode},${target}`,
    target,
  ];
}

/** Identifies an engine on a device. */
export const targetOf = ({ engine, device }: Pick<Cell, 'engine' | 'device'>): string =>
  JSON.stringify([engine, device]);

export class Observations {
  readonly #groups = new Map<string, Observation[]>();

  add(observation: Observation): void {
    for (const group of groupsOf(observation.planned))
      this.#groups.set(group, [...(this.#groups.get(group) ?? []), observation]);
  }

  /** Expected milliseconds of a repetition. */
  expectedMs(planned: PlannedCell): number {
    return sumOf(this.expect(planned));
  }

  expect(planned: PlannedCell): Parts {
    const like = groupsOf(planned).flatMap((group) => {
      const seen = this.#groups.get(group);
      return seen === undefined ? [] : [seen];
    })[0];
    return like === undefined ? planned.estimate.partsAt(1) : corrected(planned, like);
  }
}

/** The estimate at the speed that was seen, each part corrected by what it was off by there. */
function corrected({ estimate }: PlannedCell, seen: readonly Observation[]): Parts {
  const total = (msOf: (one: Observation) => number) => seen.reduce((sum, one) => sum + msOf(one), 0);
  // Sums let the large nets decide, whose steps are arithmetic; those of small ones are mostly overhead.
  const slowness = total(({ stepMs }) => stepMs) / total((one) => one.planned.estimate.stepMs);
  const expected = estimate.partsAt(slowness);
  const parts = { ...expected };
  for (const name of partNames) {
    const estimatedMs = total((one) => one.planned.estimate.partsAt(slowness)[name]);
    const tookMs = total((one) => one.parts[name]);
    // What an estimate leaves out is overhead, such as compiling, which hardly grows with a net; what it overstates shrinks
    // with it.
    parts[name] =
      tookMs >= estimatedMs
        ? expected[name] + (tookMs - estimatedMs) / seen.length
        : expected[name] * (tookMs / estimatedMs);
  }
  return parts;
}
