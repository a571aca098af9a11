/** @file Small nets that together contain every kind of layer in the places in which rules differ. */
import {
  conv,
  dense,
  dropout,
  flatten,
  globalAveragePool,
  kerasAdam,
  type Layer,
  type Model,
  pool,
  relu,
  residual,
  selfAttention,
} from '../../../../models/layers.ts';
import { nets, tiny } from '../../../../testing/tiny-nets.ts';

const classes = dense(4, 'softmax');
const gelu: Layer = { kind: 'activation', activation: 'gelu' };
const norm: Layer = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 };
const tokens: Layer = { kind: 'embedding', vocabulary: 11, units: 8, scale: 2 };
const layerNorm: Layer = { kind: 'layer-norm', epsilon: 1e-5 };

export const smallNets: readonly [string, Model][] = [
  ...nets,
  [
    'convolutions, pools and dropout',
    tiny(
      [
        conv(5, 3, 'same'),
        pool(2),
        dropout(0.3),
        conv(6, 2, 'same'),
        pool(2),
        flatten,
        dense(7, 'relu'),
        dropout(0.5),
        classes,
      ],
      [9, 8, 2],
    ),
  ],
  [
    'a residual after another with a trained shortcut, Adam',
    {
      ...tiny(
        [
          conv(4, 3, 'valid'),
          residual([norm, relu, conv(4, 3, 'same'), norm]),
          relu,
          {
            kind: 'residual',
            body: [pool(2), { ...conv(6, 1, 'same'), activation: 'linear' }],
            shortcut: [conv(6, 2, 'valid'), pool(2)],
          },
          gelu,
          globalAveragePool,
          classes,
        ],
        [7, 7, 1],
      ),
      optimizer: kerasAdam(1e-2),
    },
  ],
  [
    'encoders with normalization after each residual',
    tiny(
      [
        tokens,
        { kind: 'sinusoidal-positions' },
        dropout(0.1),
        residual([selfAttention(4), dropout(0.2)]),
        layerNorm,
        residual([dense(12, 'relu'), dropout(0.1), dense(8, 'linear'), dropout(0.1)]),
        layerNorm,
        dense(8, 'relu'),
        residual([dropout(0.4), dense(8, 'linear')]),
        globalAveragePool,
        classes,
      ],
      [5],
      true,
    ),
  ],
  [
    'attention whose projections are computed together',
    tiny(
      [{ ...tokens, units: 128 }, residual([layerNorm, selfAttention(2)]), globalAveragePool, classes],
      [2],
      true,
    ),
  ],
  [
    'samples into an activation, a normalization and a residual',
    tiny(
      [relu, layerNorm, residual([dense(5, 'gelu'), dense(6, 'linear')]), { kind: 'first-token' }, classes],
      [3, 6],
    ),
  ],
  ['a net that ends in a pool', tiny([conv(4, 2, 'valid'), globalAveragePool], [4, 5, 2])],
];
