/** @file For tests: a request to train mnist-cnn to a target on a few samples, which takes seconds. */
import type { Cell } from '../../../../data/contract/cell.ts';
import { exactly } from '../../../../tests/engines.ts';
import { PROTOCOL_VERSION } from '../../../protocol/messages.ts';
import { declare } from '../declaration.ts';

const SEED = 7;
const SAMPLES = { trainSamples: 300, evalSamples: 100 };

/** @param cell of mode `converge` */
export function briefTraining(cell: Cell) {
  const declaration = declare({ cell, seed: SEED });
  if (declaration.kind !== 'model') throw new Error(declaration.kind);
  return {
    type: 'run',
    protocol: PROTOCOL_VERSION,
    cell,
    timing: exactly(1),
    runIndex: 0,
    seed: SEED,
    convergence: { target: 0.6, maxEpochs: 4, dataFolder: null },
    modelFile: null,
    declaration: { ...declaration, data: { ...declaration.data, ...SAMPLES } },
  };
}
