/**
 * @file Orders the cells of a plan: the most telling first, so that a run that ends early, or has little time, has measured
 * them.
 */
import type { Cell } from '../../data/contract/cell.ts';
import { dtypeSchema } from '../../data/contract/words.ts';
import type { Workload } from '../workloads/workload.ts';
import type { WantedCell } from './cells.ts';

/** What is measured in this order, where time allows. */
const tiers = [
  'ceiling',
  'headline',
  'tokens',
  'training, optimized',
  'throughput',
  'training, naive',
  'latency',
  'training, another dtype',
  'batch sweep',
  'length sweep',
  'naive operation',
  'convergence',
] as const;
type Tier = (typeof tiers)[number];

/** A cell with its workload and that workload's place in the plan. */
export interface Placed extends Pick<WantedCell, 'cell' | 'purpose' | 'dtypeUsual'> {
  workload: Workload;
  /** From 0; the first net is the headline, of which every kind of cell comes first. */
  place: number;
  /** Whether no longer sequence is wanted of the same workload and mode. */
  isLongest: boolean;
}

/** Tiers that depend on the purpose alone. */
const fixedTiers = {
  tokens: 'tokens',
  'batch-sweep': 'batch sweep',
  'length-sweep': 'length sweep',
  converge: 'convergence',
} as const;

function tierOf(placed: Placed): Tier {
  const { cell, purpose, workload, place } = placed;
  const isOptimized = cell.recipe === 'optimized';
  switch (purpose) {
    case 'op':
      if (!isOptimized) return 'naive operation';
      return workload.kind === 'attention' ? attentionTier(placed) : 'ceiling';
    case 'train':
      return trainingTier(placed);
    case 'latency':
      return place === 0 && isOptimized ? 'headline' : 'latency';
    case 'throughput':
      if (!isOptimized) return 'naive operation';
      return workload.kind === 'attention' ? attentionTier(placed) : 'throughput';
    default:
      return fixedTiers[purpose];
  }
}

/** One length stands for attention; the others show how it scales. */
function attentionTier({ isLongest }: Placed): Tier {
  return isLongest ? 'throughput' : 'length sweep';
}

function trainingTier({ cell, dtypeUsual, place }: Placed): Tier {
  if (place === 0) return 'headline';
  if (cell.recipe === 'naive') return 'training, naive';
  return dtypeUsual ? 'training, optimized' : 'training, another dtype';
}

/** The tier of batch sweeps. */
export const SWEEP_RANK = tiers.indexOf('batch sweep');

/** Rank of a cell's tier: 0 is the most important. */
export const rankOf = (placed: Placed): number => tiers.indexOf(tierOf(placed));

/** Within a tier: the usual dtype, the order of the nets, then of the other workloads, the optimized recipe, latency last, the largest size. */
export function byImportance(a: Placed, b: Placed): number {
  const keys = [a, b].map((placed) => {
    const { cell, purpose, dtypeUsual, place, workload } = placed;
    return [
      rankOf(placed),
      Number(!dtypeUsual),
      place,
      workload.priority,
      Number(purpose === 'latency'),
      Number(cell.recipe === 'naive'),
      -sizeOf(cell),
      dtypeSchema.options.indexOf(cell.dtype),
    ];
  });
  const [first, second] = keys as [number[], number[]];
  const at = first.findIndex((key, i) => key !== second[i]);
  return at < 0 ? 0 : first[at]! - second[at]!;
}

const sizeOf = ({ size }: Cell): number => size ?? 0;
