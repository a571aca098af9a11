/** @file Each mode has one kind of check, and a result may lack it only if its program gives no output. */
import { findEngine } from '../../../data/catalogue/index.ts';
import { findReferenceRules, rules } from '../../../data/catalogue/rules.ts';
import type { Check as Proof } from '../../../data/contract/proof.ts';
import type { Mode } from '../../../data/contract/words.ts';
import { readEngineVersion } from '../../../data/derive/version.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

const kinds: Record<Mode, Exclude<Proof['kind'], 'none'>> = {
  train: 'loss-trajectory',
  converge: 'loss-trajectory',
  infer: 'output',
  op: 'output',
  prompt: 'next-token',
  generate: 'next-token',
};

/** Whether the program with this version gives outputs; an unknown version is another check's finding. */
const givesOutput = ({ cell, outcome }: Measurement): boolean =>
  readEngineVersion(findEngine(cell.engine).versions, outcome.engineVersion)?.form.checked !== false;

/** What is wrong with the kind of a check; null if nothing is. */
function contradiction(measurement: Measurement): string | null {
  const { cell, outcome } = measurement;
  const { check } = outcome;
  const kind = kinds[cell.mode];
  if (check.kind === 'none') {
    if (!givesOutput(measurement)) return null;
    return `the result is unchecked, but the runner checks every result of ${cell.engine} ${outcome.engineVersion}`;
  }
  if (check.kind !== kind)
    return `the check is of kind "${check.kind}", but mode "${cell.mode}" has "${kind}"`;
  if (check.kind === 'next-token') {
    const known = rules.languageModels.includes(cell.languageModel?.sha256 ?? '');
    return known && check.against === 'itself'
      ? 'the model is compared with itself, but the probabilities of this file are known'
      : null;
  }
  const compares = findReferenceRules(cell.workload) !== null;
  return check.tolerance === null && compares
    ? `the check compares with nothing, but ${cell.workload} has a reference`
    : null;
}

export const proofKind: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const found = contradiction(measurement);
    if (found === null) return [];
    return [{ check: 'check-kind', severity: 'reject', measurement, text: `${found}; measure again` }];
  });
