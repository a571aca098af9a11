/** @file Faults that the check of the CPU's backend must find. */
import { vi } from 'vitest';
import type { DropoutMistake } from '../compiled/testing/edit.ts';
import { expectAverages, expectEdits, expectTimes } from '../compiled/testing/expect-edits.ts';
import { startWasm } from './start.ts';

let mistake: DropoutMistake | null = null;

vi.mock('./kernels/steps/dropout.ts', async (load) => {
  const { spoiled } = await import('./testing/spoil-dropout.ts');
  const { prepareDropout } = await load<typeof import('./kernels/steps/dropout.ts')>();
  return { prepareDropout: spoiled(prepareDropout, () => mistake) };
});

const backend = await startWasm(1);

expectEdits(backend, (next) => {
  mistake = next;
});
expectAverages(backend);
expectTimes(backend);
