import { expect, it } from 'vitest';
import type { Conditions } from '../../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../../testing/check-samples.ts';
import { cpu, machine, matmul, submission } from '../../../testing/samples.ts';

/** What is said of a processor with so many cores and threads. */
function saidOf(
  name: string,
  physicalCores: number,
  logicalCores: number,
  virtualisation: Conditions['virtualisation'] = 'none',
) {
  const usual = submission([matmul(0.05, { device: { ...cpu, name } })]);
  const described = { ...machine.cpu!, name, vendor: name.split(' ')[0]!, physicalCores, logicalCores };
  const { flags, reject } = checkedFactsOf({
    ...usual,
    machine: { ...usual.machine, cpu: described },
    conditions: { ...usual.conditions, virtualisation },
  });
  return { flagged: flags.includes('p40-cores'), refused: reject.some((text) => text.includes('Cores')) };
}

const ryzen = 'AMD Ryzen 7 5800X 8-Core Processor';

it.each([
  [ryzen, 1, 16, 'none', { flagged: true, refused: true }],
  [ryzen, 1, 2, 'none', { flagged: true, refused: false }],
  [ryzen, 6, 12, 'none', { flagged: true, refused: false }],
  [ryzen, 8, 16, 'none', { flagged: false, refused: false }],
  [ryzen, 1, 2, 'kvm', { flagged: false, refused: false }],
  [ryzen, 1, 2, 'docker', { flagged: false, refused: false }],
  ['AMD EPYC 7763 64-Core Processor', 128, 256, 'none', { flagged: false, refused: false }],
  ['Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', 1, 12, 'none', { flagged: false, refused: true }],
  ['IBM POWER9 (raw), altivec supported', 4, 32, 'none', { flagged: false, refused: false }],
] as const)(
  '%s with %d cores and %d threads in "%s": %o',
  (name, physical, logical, virtualisation, said) => {
    expect(saidOf(name, physical, logical, virtualisation)).toEqual(said);
  },
);
