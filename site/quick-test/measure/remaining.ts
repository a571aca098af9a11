/** @file The expected time until all parts are measured. Pure. */
import type { Cell, Device } from '../../../data/contract/cell.ts';
import { cellsToTry, partOf, parts } from './parts.ts';
import { type Clock, expectedMs, leaveOut, type Machine, type Measured } from './plan.ts';

interface Known {
  device: Device;
  machine: Machine;
  measured: readonly Measured[];
}

/**
 * The expected milliseconds of a cell that is about to be measured and of all that the plan measures after it. Before
 * anything is measured it is the whole budget.
 */
export function remainingMs(next: Cell, { device, machine, measured }: Known, clock: Clock): number {
  const { elapsedMs, budgetMs } = clock;
  if (measured.length === 0) return Math.max(0, budgetMs - elapsedMs);
  const nextPart = partOf(next);
  let sumMs = 0;
  for (const part of parts.slice(parts.indexOf(nextPart))) {
    const cells = cellsToTry(part, device, measured);
    const from =
      part === nextPart
        ? cells.findIndex(({ size, batchSize }) => size === next.size && batchSize === next.batchSize)
        : 0;
    for (const cell of cells.slice(Math.max(0, from))) {
      const left = leaveOut(cell, measured, machine, { elapsedMs: elapsedMs + sumMs, budgetMs });
      if (left === null) sumMs += expectedMs(cell, measured, budgetMs);
      const goesOn = part.measure === 'each' ? left === null : left?.status === 'skipped';
      if (!goesOn) break;
    }
  }
  return sumMs;
}
