/** @file Requests of a compiled engine's tests, with a fixed number of samples and no warm-up. */
import type { Cell } from '../../../../data/contract/cell.ts';
import { sampleCell } from '../../../../data/testing/sample-cell.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import { sampleRequest } from '../../../testing/sample-request.ts';

/** On a CPU by `wasm`; tests change what they are about. */
export const requestOf = (cell: Partial<Cell>, exactSamples: number): RunRequest =>
  sampleRequest(sampleCell({ engine: 'wasm', ...cell }), { exactSamples });
