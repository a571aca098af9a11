/** @file The memory that a file gives a GPU is some, and no more than its product, its machine or any GPU has. */
import { hardwareVariants } from '../../../../data/catalogue/resolve.ts';
import type { Machine } from '../../../../data/contract/submission.ts';
import type { Check, CheckFinding } from '../../contract/check.ts';
import { isOfProcessor } from '../../existence/host.ts';

const GIBIBYTE = 2 ** 30;

/**
 * More than any GPU has of its own, in GiB: 288 GB are sold (NVIDIA B300, AMD Instinct MI355X), 432 GB are announced (AMD
 * Instinct MI430X and MI455X, Financial Analyst Day, 2025-11-11). Chips with the memory of a machine have up to 512 (Apple
 * M3 Ultra).
 */
const MOST_GIBIBYTES = 1024;

/** Cards are refitted with chips of twice the size: a GeForce RTX 2080 Ti with 22 GB, an RTX 4090 with 48. */
const REFITTED = 2.25;

/**
 * Graphics in a processor get at most three quarters of the memory (Ryzen AI Max: 96 of 128 GB), and the system sees what is
 * left: a third. One part more is for rounding and for what firmware keeps.
 */
const OF_MACHINE = 4;

/** The most memory in bytes that a GPU can have, and what has so much. */
function mostOf({ name }: Machine['gpus'][number], { memoryBytes }: Machine): [number, string] {
  const entries = hardwareVariants(name, 'gpu');
  const ofMachine =
    isOfProcessor(name) || (entries.length > 0 && entries.every(({ kind }) => kind !== 'gpu'));
  if (ofMachine && memoryBytes !== null && memoryBytes > 0)
    return [OF_MACHINE * memoryBytes, `${OF_MACHINE} times the memory of the machine`];
  const listed = entries.map(({ kind, memoryGB }) => (kind === 'gpu' ? (memoryGB?.value ?? null) : null));
  if (listed.length === 0 || listed.includes(null)) return [MOST_GIBIBYTES * GIBIBYTE, 'any GPU'];
  const most = Math.max(...listed.map(Number));
  return [REFITTED * most * GIBIBYTE, `${REFITTED} times the ${most} GB of ${entries[0]!.name}`];
}

function problemOf(gpu: Machine['gpus'][number], machine: Machine): string | null {
  const { vramBytes } = gpu;
  if (vramBytes === null) return null;
  if (vramBytes === 0) return 'is 0, but a GPU has memory, and null says that it is not known';
  const [most, of] = mostOf(gpu, machine);
  return vramBytes <= most ? null : `is ${(vramBytes / GIBIBYTE).toPrecision(3)} GiB, more than ${of}`;
}

export const gpuMemory: Check = ({ file: { submission } }) => {
  const { machine } = submission;
  return machine.gpus.flatMap((gpu, index): CheckFinding[] => {
    const problem = problemOf(gpu, machine);
    if (problem === null) return [];
    const text = `machine.gpus.${index}.vramBytes ${problem}; measure again`;
    return [{ check: 'machine-limits', severity: 'reject', measurement: null, text }];
  });
};
