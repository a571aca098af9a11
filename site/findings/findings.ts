/** @file All findings that the present data support, in the order of the page. Pure. */
import { attentionGrowth } from './attention.ts';
import { trainingCost } from './cost.ts';
import { energyUse } from './energy.ts';
import type { Evidence, Finding } from './finding.ts';
import { frameworks } from './frameworks.ts';
import { gpuGain } from './gpu-gain.ts';
import { halfPrecision } from './half.ts';
import { learning } from './learning.ts';
import { optimizing } from './optimizing.ts';
import { smallNets } from './small-nets.ts';
import { tf32 } from './tf32.ts';

const all = [
  gpuGain,
  smallNets,
  optimizing,
  frameworks,
  attentionGrowth,
  halfPrecision,
  tf32,
  learning,
  energyUse,
  trainingCost,
];

/** A finding without data is left out. */
export const findingsOf = (evidence: Evidence): Finding[] => all.flatMap((find) => find(evidence) ?? []);
