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
  [ryzen, 1, 16, 'none', { flagged: false, refused: true }],
  // Cores that are switched off
  [ryzen, 1, 2, 'none', { flagged: false, refused: false }],
  [ryzen, 6, 12, 'none', { flagged: false, refused: false }],
  // Two on a board that holds one
  [ryzen, 16, 32, 'none', { flagged: true, refused: false }],
  [ryzen, 12, 24, 'none', { flagged: true, refused: false }],
  [ryzen, 8, 16, 'none', { flagged: false, refused: false }],
  [ryzen, 1, 2, 'kvm', { flagged: false, refused: false }],
  [ryzen, 1, 2, 'docker', { flagged: false, refused: false }],
  ['AMD EPYC 7763 64-Core Processor', 128, 256, 'none', { flagged: false, refused: false }],
  ['AMD EPYC 7763 64-Core Processor', 192, 384, 'none', { flagged: true, refused: false }],
  ['AMD EPYC 7763 64-Core Processor', 100, 200, 'none', { flagged: true, refused: false }],
  ['AMD EPYC 7763 64-Core Processor', 100, 200, 'kvm', { flagged: false, refused: false }],
  ['AMD EPYC 7313P 16-Core Processor', 32, 64, 'none', { flagged: true, refused: false }],
  ['Intel(R) Xeon(R) Platinum 8480+', 112, 224, 'none', { flagged: false, refused: false }],
  ['Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz', 28, 56, 'none', { flagged: false, refused: false }],
  ['Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz', 56, 112, 'none', { flagged: true, refused: false }],
  ['Intel(R) Xeon(R) Platinum 8380H CPU @ 2.90GHz', 224, 448, 'none', { flagged: false, refused: false }],
  // Modules of two cores, which systems count once
  ['AMD FX(tm)-8350 Eight-Core Processor', 4, 8, 'none', { flagged: false, refused: false }],
  ['AMD FX(tm)-8350 Eight-Core Processor', 8, 8, 'none', { flagged: false, refused: false }],
  ['AMD FX(tm)-8350 Eight-Core Processor', 16, 32, 'none', { flagged: true, refused: false }],
  ['AMD A10-7850K Radeon R7, 12 Compute Cores 4C+8G', 2, 4, 'none', { flagged: false, refused: false }],
  ['AMD Opteron(TM) Processor 6272', 16, 32, 'none', { flagged: false, refused: false }],
  ['AMD Opteron(TM) Processor 6272', 8, 16, 'none', { flagged: false, refused: false }],
  // Slow cores, or the second threads, are switched off; a design counts its own way
  ['13th Gen Intel(R) Core(TM) i9-13900K', 8, 16, 'none', { flagged: false, refused: false }],
  ['13th Gen Intel(R) Core(TM) i9-13900K', 24, 24, 'none', { flagged: false, refused: false }],
  ['Intel(R) Xeon Phi(TM) CPU 7250 @ 1.40GHz', 68, 272, 'none', { flagged: false, refused: false }],
  [
    'Snapdragon(R) X Elite - X1E80100 - Qualcomm(R) Oryon(TM) CPU',
    12,
    12,
    'none',
    { flagged: false, refused: false },
  ],
  ['Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', 1, 12, 'none', { flagged: false, refused: true }],
  ['IBM POWER9 (raw), altivec supported', 4, 32, 'none', { flagged: false, refused: false }],
] as const)(
  '%s with %d cores and %d threads in "%s": %o',
  (name, physical, logical, virtualisation, said) => {
    expect(saidOf(name, physical, logical, virtualisation)).toEqual(said);
  },
);
