/** @file Faults that the check of the GPU's backend must find. */
import { test, vi } from 'vitest';
import { expectAverages, expectEdits } from '../compiled/testing/expect-edits.ts';
import { openDawn } from './dawn.ts';
import { createBackend } from './device/backend.ts';
import { createChoices } from './device/choices.ts';
import { openDevice } from './device/device.ts';

// An emulated GPU compiles each of a step's kernels for most of a second, and other tests share the processor.
vi.setConfig({ testTimeout: 240_000 });

const { adapter } = await openDawn();

if (adapter) {
  const backend = createBackend(await openDevice(adapter), createChoices());
  expectEdits(backend);
  expectAverages(backend);
} else {
  test.skip('there is no adapter', () => {});
}
