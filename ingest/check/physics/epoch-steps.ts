/** @file P4: the items of a sample must match the batch and the data set, otherwise the time of an epoch is wrong. */
import { stepsPerEpoch } from '../../../data/derive/work.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

export const epochSteps: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, facts, outcome } = measurement;
    const { batchSize } = cell;
    if (cell.mode === 'converge' || facts.trainingSamples === null || batchSize === null) return [];
    const findings: CheckFinding[] = [];
    const reject = (text: string) => {
      findings.push({ check: 'p4-steps', severity: 'reject', measurement, text });
    };
    const items = new Set(outcome.repetitions.map(({ itemsPerSample }) => itemsPerSample));
    for (const item of items) {
      if (item % batchSize !== 0 && item !== facts.trainingSamples) {
        reject(`one sample covers ${item} items, not whole batches of ${batchSize}; measure again`);
      }
    }
    const steps = stepsPerEpoch(facts.trainingSamples, batchSize);
    if (outcome.extrapolated !== null && outcome.extrapolated.stepsPerEpoch !== steps) {
      reject(
        `stepsPerEpoch is ${outcome.extrapolated.stepsPerEpoch}, but ${facts.trainingSamples} samples in batches of ${batchSize} are ${steps} steps; measure again`,
      );
    }
    return findings;
  });
