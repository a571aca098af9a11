/**
 * @file The time that a run has for each engine on a device: from --time-budget, else from the preset. Chooses what fits,
 * most important first. Pure.
 */
import type { Cell } from '../../data/contract/cell.ts';
import { formatDuration } from '../text/format.ts';
import type { Choice } from './choice.ts';
import { targetOf } from './observations.ts';
import { presets } from './presets.ts';
import { type Refusal, refuseForTime } from './refusal.ts';
import type { Target } from './targets.ts';

/** The time of one engine on one device. */
export interface Share {
  /** Milliseconds for all of its cells; null if there is no limit. */
  totalMs: number | null;
  /** Cells whose repetition is expected to take longer are skipped; null if there is no limit. */
  longestMs: number | null;
  /** Training beyond `longestMs` gets a smaller batch whose repetition takes at most this; null = never. */
  longestTrainingMs: number | null;
}

/** A single repetition may take this part of the time given by --time-budget, however short that is. */
const LONGEST_PART = 1 / 4;

const isForLanguageModels = ({ engine }: Target): boolean => engine.computes === 'language-models';

/**
 * The share of each working engine and device, by `targetOf`. Nothing is limited if workloads were named, unless there is a
 * time budget.
 * @param reservedMs Part of the time budget that is spent on something else.
 */
export function sharesOf(choice: Choice, targets: readonly Target[], reservedMs: number): Map<string, Share> {
  const nets = targets.filter((target) => !isForLanguageModels(target));
  const { totalMs, longestMs, longestTrainingMs } = presets[choice.preset];
  const partOf = (target: Target): number => {
    if (totalMs === null) return 1;
    if (isForLanguageModels(target)) return totalMs.languageModels;
    return totalMs[nets.length < 2 ? 'alone' : target.device.kind];
  };
  const parts = targets.reduce((sum, target) => sum + partOf(target), 0);
  const shareOf = (target: Target): Share => {
    const partMs = partOf(target);
    if (choice.timeBudgetMs !== null)
      return givenShare(choice, (Math.max(0, choice.timeBudgetMs - reservedMs) * partMs) / parts, partMs);
    if (choice.workloads !== null) return UNLIMITED;
    return { totalMs: totalMs === null ? null : partMs, longestMs, longestTrainingMs };
  };
  return new Map(
    targets.map((target) => [targetOf({ engine: target.engine.id, device: target.device }), shareOf(target)]),
  );
}

export const UNLIMITED: Share = { totalMs: null, longestMs: null, longestTrainingMs: null };

/**
 * A share of the time given by --time-budget. Single repetitions may take longer or less in proportion to the time that the
 * preset would have.
 * @param usualMs The share by the preset alone, if it has limits.
 */
function givenShare({ preset, workloads }: Choice, ownMs: number, usualMs: number): Share {
  if (workloads !== null) return { ...UNLIMITED, totalMs: ownMs };
  const { totalMs, longestMs, longestTrainingMs } = presets[preset];
  const scaled = (ms: number | null) => {
    if (ms === null) return null;
    return totalMs === null
      ? Math.min(ms, LONGEST_PART * ownMs)
      : Math.max((ms * ownMs) / usualMs, Math.min(ms, LONGEST_PART * ownMs));
  };
  return { totalMs: ownMs, longestMs: scaled(longestMs), longestTrainingMs: scaled(longestTrainingMs) };
}

/** Something that takes time of one engine on one device. */
export interface Costly {
  target: string;
  /** Milliseconds of one repetition. */
  costMs: number;
  /** Repetitions that are wanted, and the fewest that are worth measuring. */
  wanted: number;
  least: number;
}

/**
 * What fits, with the number of repetitions: each target's share is filled in the given order, then what the others leave. An
 * item that does not fit makes room for smaller ones after it.
 * @param leftMs What is left of each share. One that has taken longer than its share is in debt (negative), which the others pay:
 * all together never get more than the sum.
 */
export function fitting<Item extends Costly>(
  items: readonly Item[],
  leftMs: ReadonlyMap<string, number | null>,
): Map<Item, number> {
  const left = new Map(leftMs);
  let allMs = sumLeft(leftMs);
  const chosen = new Map<Item, number>();
  /** Takes as many repetitions as fit; returns their milliseconds. */
  const take = (item: Item, ms: number | null): number => {
    const count =
      ms === null ? item.wanted : Math.min(item.wanted, Math.floor(ms / Math.max(1, item.costMs)));
    if (count < item.least) return 0;
    chosen.set(item, count);
    return count * item.costMs;
  };
  for (const item of items) {
    const ms = left.get(item.target) ?? null;
    if (ms === null) {
      take(item, null);
      continue;
    }
    const usedMs = take(item, Math.max(0, Math.min(ms, allMs)));
    left.set(item.target, ms - usedMs);
    allMs -= usedMs;
  }
  for (const item of items) if (!chosen.has(item)) allMs -= take(item, Math.max(0, allMs));
  return chosen;
}

/** Milliseconds that are left for all targets together, without those that have no limit. */
export const sumLeft = (leftMs: ReadonlyMap<string, number | null>): number =>
  [...leftMs.values()].reduce<number>((sum, ms) => sum + (ms ?? 0), 0);

/** How to measure a cell that was left out. */
function remedyFor(workload: string, { timeBudgetMs }: Choice): string {
  return timeBudgetMs === null
    ? `use --workload ${workload} to measure it anyway`
    : 'use a longer --time-budget';
}

/** Why a cell is skipped whose repetition takes too long; null if it does not. */
export function refuseLong(
  { workload }: Pick<Cell, 'workload'>,
  expectedMs: number,
  { longestMs }: Share,
  choice: Choice,
): Refusal | null {
  if (longestMs === null || expectedMs <= longestMs) return null;
  const [takes, allowed] = [expectedMs, longestMs].map(formatDuration);
  return refuseForTime(
    expectedMs,
    `it would take about ${takes}, more than the ${limitOf(choice)} of ${allowed} per repetition; ${remedyFor(workload, choice)}`,
  );
}

/** Why a cell is skipped that does not fit into the time of its engine and device. */
export function refuseLate(
  { workload }: Pick<Cell, 'workload'>,
  costMs: number,
  { totalMs }: Share,
  choice: Choice,
): Refusal {
  const [takes, all] = [costMs, totalMs ?? 0].map(formatDuration);
  return refuseForTime(
    costMs,
    `about ${takes} more exceeds the ${limitOf(choice)} of ${all} per device after the more important cells; ${remedyFor(workload, choice)}`,
  );
}

const limitOf = ({ preset, timeBudgetMs }: Choice): string =>
  timeBudgetMs === null ? `${preset} preset's limit` : "time budget's limit";
