/** @file What a processor cannot exceed, whatever its model: its cores, the widest units of its family, the highest clock. Pure. */

import type { Machine } from '../../contract/submission.ts';
import type { ProcessorUnits } from '../../contract/tables/processor-units.ts';
import type { DType } from '../../contract/words.ts';
import { counted } from '../counted.ts';

/** The parts of a machine that its arithmetic depends on. */
export type Processor = Pick<Machine, 'cpu'> & { os: Pick<Machine['os'], 'platform' | 'arch'> };

/** Two threads a core are usual; more threads than that mean that the count of cores is of something else. */
const THREADS_A_CORE = 2;

/** Cores with units of their own. A virtual machine may report one core with many threads: then every thread counts. */
function coresOf({ physicalCores, logicalCores }: NonNullable<Machine['cpu']>): number {
  return logicalCores > THREADS_A_CORE * physicalCores ? logicalCores : physicalCores;
}

/** An unknown instruction set counts as the widest. */
function familyOf({ os }: Processor): ProcessorUnits['family'] {
  if (os.arch !== 'arm64') return 'x64';
  return os.platform === 'darwin' || os.platform === 'ios' ? 'apple' : 'arm64';
}

const kindOf = (dtype: DType): keyof ProcessorUnits['opsPerCycle'] => {
  if (dtype === 'quantized') return 'integer';
  return dtype === 'float32' ? 'float32' : 'half';
};

/** A bound on the arithmetic of a processor, and the words for it. */
export interface ProcessorPeak {
  tflops: number;
  words: string;
}

/** The bound for a dtype; null if the machine does not report its processor. */
export function processorPeak(
  processor: Processor,
  dtype: DType,
  families: readonly ProcessorUnits[],
): ProcessorPeak | null {
  const { cpu } = processor;
  const units = families.find(({ family }) => family === familyOf(processor));
  if (cpu === null || units === undefined) return null;
  const cores = coresOf(cpu);
  const perCycle = Math.ceil(cores / units.sharedBy) * units.opsPerCycle[kindOf(dtype)];
  return {
    tflops: (perCycle * units.highestGHz) / 1000,
    words: `the most that ${counted(cores, 'core')} can do, ${perCycle} operations a cycle at ${units.highestGHz} GHz`,
  };
}
