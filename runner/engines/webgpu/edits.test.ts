/** @file Faults that the check of the GPU's backend must find. */
import { test, vi } from 'vitest';
import type { DropoutMistake } from '../compiled/testing/edit.ts';
import { expectAverages, expectEdits } from '../compiled/testing/expect-edits.ts';
import { openDawn } from './dawn.ts';
import { createBackend } from './device/backend.ts';
import { createChoices } from './device/choices.ts';
import { openDevice } from './device/device.ts';

// An emulated GPU compiles each of a step's kernels for most of a second, and other tests share the processor.
vi.setConfig({ testTimeout: 240_000 });

let mistake: DropoutMistake | null = null;

vi.mock('./device/variants.ts', async (load) => {
  const { spoiled } = await import('./testing/spoil-dropout.ts');
  const real = await load<typeof import('./device/variants.ts')>();
  const variantsOf: typeof real.variantsOf = (operation, limits) =>
    spoiled(real.variantsOf(operation, limits), mistake);
  return { ...real, variantsOf };
});

const { adapter } = await openDawn();

if (adapter) {
  const backend = createBackend(await openDevice(adapter), createChoices());
  expectEdits(backend, (next) => {
    mistake = next;
  });
  expectAverages(backend);
} else {
  test.skip('there is no adapter', () => {});
}
