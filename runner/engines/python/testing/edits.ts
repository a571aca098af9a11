/** @file For tests: registers the faults of `edits.py`, which every engine in Python has to find on a small net. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../../data/contract/cell.ts';
import { sampleCell } from '../../../../data/testing/sample-cell.ts';
import { exactly, type Working } from '../../../../tests/engines.ts';
import { dropout, kerasAdam, kerasRmsProp, type Layer, type Model } from '../../../models/layers.ts';
import { averageChannels, modelWeights } from '../../../models/shapes.ts';
import { PROTOCOL_VERSION } from '../../../protocol/messages.ts';
import { tiny } from '../../../testing/tiny-nets.ts';
import { declare } from '../declaration.ts';
import { askPython, findPython } from './ask-python.ts';

/** A net as a request declares it. */
function declared({
  layers,
  inputShape,
  input,
  classes,
}: Pick<Model, 'layers' | 'inputShape' | 'input'> & { classes?: number }) {
  const net = { layers, inputShape };
  return {
    ...net,
    input,
    classes: classes ?? null,
    weights: modelWeights(net),
    averages: averageChannels(net),
  };
}

const images = tiny(
  [
    {
      kind: 'conv2d',
      filters: 6,
      kernel: 3,
      stride: 2,
      padding: 'same',
      bias: false,
      activation: 'linear',
    },
    { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 },
    { kind: 'activation', activation: 'relu' },
    { kind: 'flatten' },
    { kind: 'dropout', rate: 0.5 },
    { kind: 'dense', units: 4, activation: 'softmax' },
  ],
  [8, 8, 3],
);

const attention: Layer = { kind: 'self-attention', heads: 2 };
const layerNorm: Layer = { kind: 'layer-norm', epsilon: 1e-6 };

const sequences = tiny(
  [
    { kind: 'residual', body: [layerNorm, attention], shortcut: [] },
    { kind: 'residual', body: [layerNorm, { kind: 'dense', units: 8, activation: 'gelu' }], shortcut: [] },
    { kind: 'global-average-pool' },
    { kind: 'dense', units: 4, activation: 'softmax' },
  ],
  [6, 8],
);

/** Two dropouts of equal size. */
const dropouts = tiny(
  [
    { kind: 'dense', units: 8, activation: 'gelu' },
    dropout(0.3),
    layerNorm,
    { kind: 'dense', units: 8, activation: 'gelu' },
    dropout(0.3),
    { kind: 'global-average-pool' },
    { kind: 'dense', units: 4, activation: 'softmax' },
  ],
  [6, 8],
);

/** Each with its optimizer. The epsilon of RMSprop is large, because the gradients of the nets are. */
const nets = {
  images: { net: declared(images), rule: { ...kerasRmsProp, epsilon: 1e-4 } },
  dropouts: { net: declared(dropouts), rule: { ...kerasRmsProp, epsilon: 1e-4 } },
  sequences: { net: declared(sequences), rule: kerasAdam(1e-3) },
  attention: {
    net: declared({ layers: [attention], inputShape: [6, 8], input: { kind: 'features' } }),
    rule: null,
  },
};

/** Twice the batch from which faults appear; eight times that of the reference. */
const BATCH = 32;

type Chosen = Pick<Cell, 'mode' | 'recipe'> & Partial<Cell> & { net?: keyof typeof nets };

const train = { mode: 'train', recipe: 'optimized' } as const;
const infer = { mode: 'infer', recipe: 'optimized' } as const;
const product = { ...infer, workload: 'matmul', mode: 'op', batchSize: null, size: 48 } as const;
const trainSequences = { ...train, net: 'sequences' } as const;
const trainDropouts = { ...train, net: 'dropouts' } as const;
const inferSequences = { ...infer, net: 'sequences' } as const;
const inferAttention = { ...infer, net: 'attention' } as const;
const copy = { ...infer, workload: 'copy', mode: 'op', batchSize: null, size: 48 } as const;
const attend = { ...infer, workload: 'attention', mode: 'op', batchSize: 2, sequenceLength: 16 } as const;

/** The fault, the cell, and a comparison that finds it; null if there is nothing to find. */
const usual: [edit: string, cell: Chosen, found: string | null][] = [
  ['nothing', train, null],
  ['nothing', { ...train, recipe: 'naive' }, null],
  ['nothing', { ...train, batchSize: 18 }, null],
  ['nothing', infer, null],
  ['nothing', { ...infer, batchSize: 1 }, null],
  ['nothing', { ...infer, recipe: 'naive' }, null],
  ['gradients reversed from a batch on', train, 'losses'],
  ['gradients reversed from a batch on', { ...train, recipe: 'naive' }, 'losses'],
  ['some samples of a batch', train, 'first loss'],
  ['some samples of a batch', { ...train, batchSize: 18 }, 'equal samples'],
  ['some samples after some steps', train, 'gradients after the loop'],
  ['some samples after some steps', { ...train, recipe: 'naive' }, 'gradients after the loop'],
  ['some samples after some steps', { ...train, batchSize: 18 }, 'gradients after the loop'],
  ['every second step skipped', train, 'movement'],
  ['every ninth step skipped', train, 'movement'],
  ['half precision from a batch on', train, 'first loss'],
  ['no dropout', train, 'loss with dropout'],
  ['another rate of dropout', train, 'zeros of dropout'],
  ['equal masks of dropout', train, 'masks of dropout'],
  ['nothing', trainDropouts, null],
  ['nothing', { ...trainDropouts, recipe: 'naive' }, null],
  ['nothing', { ...trainDropouts, batchSize: 18 }, null],
  ['masks drawn anew', trainDropouts, null],
  ['one mask for all samples', train, 'draws of dropout'],
  ['one mask for all samples', trainDropouts, 'draws of dropout'],
  ['one mask for all samples', { ...trainDropouts, batchSize: 18 }, 'draws of dropout'],
  ['one mask for all positions', trainDropouts, 'draws of dropout'],
  ['the same mask in every step', train, 'draws of dropout'],
  ['the same mask in every step', trainDropouts, 'draws of dropout'],
  ['equal draws in two layers', trainDropouts, 'draws of dropout'],
  ['masks drawn again for gradients', train, 'masks of gradients'],
  ['masks drawn again for gradients', trainDropouts, 'masks of gradients'],
  ['masks drawn again for gradients', { ...trainDropouts, batchSize: 18 }, 'masks of gradients'],
  ['gradients that pass all of a dropout', trainDropouts, 'masks of gradients'],
  ['another scale of gradients', trainDropouts, 'scale of gradients'],
  ['another momentum', train, 'running averages'],
  ['running averages kept', train, 'running averages'],
  ['no update after some steps', train, 'movement'],
  ['another learning rate', train, 'first updates'],
  ['epsilon outside of the root', train, 'first updates'],
  ['losses remembered', train, 'movement'],
  ['outputs remembered', infer, 'outputs of altered inputs'],
  ['outputs of some samples', infer, 'outputs'],
  ['running averages ignored', infer, 'outputs'],
  ['products remembered', product, 'outputs of altered inputs'],
  ['products found by content', product, 'work on new inputs'],
  ['short products found by content', product, 'work on new inputs'],
  ['outputs found by content', infer, 'work on new inputs'],
  ['no wait', product, 'work after the wait'],
  ['no short wait', product, 'work after the wait'],
  ['products remembered', attend, 'outputs of altered inputs'],
  ['nothing', trainSequences, null],
  ['nothing', inferSequences, null],
  ['nothing', inferAttention, null],
  ['nothing', { ...inferAttention, batchSize: 1 }, null],
  ['nothing', product, null],
  ['nothing', attend, null],
  ['a learning rate 1 % off', train, 'movement'],
  ['a decay of gradients 1 % off', trainSequences, 'movement'],
  ['a decay of squares 1 % off', trainSequences, 'movement'],
  ['another epsilon of batch norm', infer, 'outputs'],
  ['another epsilon of layer norm', inferSequences, 'outputs'],
  ['a rate of dropout slightly off', train, 'scale of dropout'],
  ['relu in place of gelu', inferSequences, 'outputs'],
  ['one head of attention', inferSequences, 'outputs'],
  ['no shortcuts', inferSequences, 'outputs'],
  ['weights that decay', train, 'movement'],
  ['vectors that decay', train, 'movement'],
  ['vectors that decay', trainSequences, 'movement'],
  ['steps by the rule', train, null],
  ['steps by the rule', trainSequences, null],
  ['gradients of the sum of losses', train, 'gradients'],
  ['gradients of the sum of losses', trainSequences, 'gradients'],
  ['clipped gradients', train, 'gradients'],
  ['clipped gradients', trainSequences, 'gradients'],
  ['no gradient of one unit', trainSequences, 'gradients'],
  ['the largest gradients alone', trainSequences, 'gradient directions'],
  ["no correction of Adam's means", trainSequences, 'movement'],
  ['steps of one array reversed after some', train, 'gradient directions after the loop'],
  ['steps of one array mixed up after some', train, 'gradient directions after the loop'],
  ['steps of one array reversed after some', trainSequences, 'movement'],
  ['the inputs of the first call', train, 'first loss'],
  ['the inputs of the first call', infer, 'outputs'],
  ['weights of 8 bits', infer, 'outputs'],
  ['shared weights', inferSequences, 'outputs'],
  ['steps of one array reversed', train, 'gradient directions'],
  ['steps of one array mixed up', train, 'gradient directions'],
  ['steps reversed with dropout', train, 'gradient shares with dropout'],
  ['one array not updated with dropout', train, 'movement'],
  ['labels of the last step', train, 'losses'],
  ['the loss of the last step', train, 'first loss'],
  ['the outputs of the last call', infer, 'outputs'],
  ['outputs of bfloat16', infer, 'outputs'],
  ['outputs of TensorFloat-32', infer, 'outputs'],
  ['outputs of the first position', inferAttention, 'outputs'],
  ['outputs of the first position', { ...inferAttention, batchSize: 1 }, 'outputs'],
  ...(
    [
      'operands of TensorFloat-32',
      'operands of bfloat16',
      'operands of 8 bits',
      'sums of float16',
      'sums without their last element',
      'the result of the last call',
    ] as const
  ).flatMap((edit): typeof usual => [
    [edit, product, 'outputs'],
    [edit, attend, 'outputs'],
  ]),
  ['transposed operands', product, 'outputs'],
  ['scores that are not scaled', attend, 'outputs'],
  ['the last rows left out', product, 'outputs of altered inputs'],
  ['the last rows left out', attend, 'outputs of altered inputs'],
  ['the last column left out', product, 'outputs'],
  ['the last column left out', attend, 'outputs'],
];

/** Of engines that copy. */
const ofCopies: typeof usual = [
  ['nothing', copy, null],
  ['products remembered', copy, 'outputs of altered inputs'],
  ['half of a copy', copy, 'outputs'],
  ['no copy after some passes', copy, 'outputs after the loop'],
];

/** @param environment Variables of the process that computes. */
export function findEdits({ engine, device }: Working, environment: NodeJS.ProcessEnv = {}): void {
  const edits =
    engine.unsupported({ ...copy, dtype: 'float32', device }) === null ? [...usual, ...ofCopies] : usual;
  const requestOf = ({ net: _, ...chosen }: Chosen) => {
    const cell: Cell = sampleCell({ engine: engine.id, device, batchSize: BATCH, ...chosen });
    const request = { type: 'run', protocol: PROTOCOL_VERSION, cell, timing: exactly(4), runIndex: 0 };
    const declaration = cell.mode === 'op' ? declare({ cell, seed: 7 }) : null;
    return { ...request, seed: 7, convergence: null, modelFile: null, declaration };
  };

  describe('the check finds edits of what is timed', () => {
    test('each by the comparison that is made for it', { timeout: 1_800_000 }, async () => {
      const asked = edits.map(([edit, chosen]) => [edit, requestOf(chosen), chosen.net ?? 'images']);
      const input = { engine: engine.id, nets, asked };
      const file = join(import.meta.dirname, 'edits.py');
      const found = (await askPython(
        findPython(engine.id) as string,
        file,
        input,
        environment,
      )) as string[][];
      const told = edits.map(([edit, { mode, recipe, batchSize, net }, by], at) => ({
        edit: [edit, mode, recipe, batchSize, net].join(' '),
        found: by === null ? found[at] : found[at]!.includes(by),
      }));
      expect(told.filter((one) => one.found !== true && `${one.found}` !== '')).toEqual([]);
      expect(told.map((one) => `${one.found}`)).toEqual(edits.map(([, , by]) => (by === null ? '' : 'true')));
    });
  });
}
