/** @file Epilogues as nets have them, for cases of every operation that takes one. */
import type { Operand, Step } from '../../graph/step.ts';
import { sizeOf, type Value } from '../../graph/value.ts';
import type { ValueMaker } from './case.ts';

/** Makes the steps for an output of this shape; the last dimension holds the channels. */
export type EpilogueMaker = (make: ValueMaker, shape: readonly number[]) => Step[];

const same = (value: Value): Operand => ({ value, index: { kind: 'same' } });

const relu = (random: number): number => Math.max(random, 0);

const channelsOf = (shape: readonly number[]): number => shape.at(-1)!;

/** A variance has to be positive. */
export const fillStatistics =
  (channels: number) =>
  (random: number, i: number): number =>
    i < channels ? random / 2 : 0.75 + random / 2;

const addBias: EpilogueMaker = (make, shape) => {
  const period = channelsOf(shape);
  return [{ kind: 'add', operand: { value: make.exact([period]), index: { kind: 'periodic', period } } }];
};

const addPositions: EpilogueMaker = (make, shape) => {
  const period = sizeOf({ shape: shape.slice(1) });
  const operand: Operand = { value: make.exact(shape.slice(1)), index: { kind: 'periodic', period } };
  return [{ kind: 'add', operand }];
};

/** A row for each group of rows, as in the gradient of a mean over positions; without a common divisor, for each row. */
const addRowOfGroup: EpilogueMaker = (make, shape) => {
  const columns = channelsOf(shape);
  const groups = shape.length > 2 ? shape[0]! : 1;
  const rows = sizeOf({ shape }) / columns / groups;
  const value = make.activation([groups, columns]);
  return [{ kind: 'add', operand: { value, index: { kind: 'row-of-group', rows, columns } } }];
};

const addResidual: EpilogueMaker = (make, shape) => [{ kind: 'add', operand: same(make.activation(shape)) }];

const reluGradient: EpilogueMaker = (make, shape) => [
  { kind: 'relu-gradient', output: same(make.activation(shape, relu)) },
];

const geluGradient: EpilogueMaker = (make, shape) => [
  { kind: 'gelu-gradient', input: same(make.activation(shape, (random) => 4 * random)) },
];

const keep: EpilogueMaker = (make, shape) => [{ kind: 'keep', out: make.result(shape) }];

const normalize: EpilogueMaker = (make, shape) => {
  const channels = channelsOf(shape);
  return [
    {
      kind: 'normalize',
      statistics: make.exact([2, channels], fillStatistics(channels)),
      scale: make.exact([channels]),
      shift: make.exact([channels]),
      epsilon: 1e-3,
    },
  ];
};

const normalizeGradient: EpilogueMaker = (make, shape) => {
  const channels = channelsOf(shape);
  const rows = sizeOf({ shape }) / channels;
  const sum = (random: number): number => random * Math.sqrt(rows);
  return [
    {
      kind: 'normalize-gradient',
      input: same(make.activation(shape)),
      statistics: make.exact([2, channels], fillStatistics(channels)),
      scale: make.exact([channels]),
      sumGradient: make.exact([channels], sum),
      sumProduct: make.exact([channels], sum),
      rows,
      epsilon: 1e-3,
    },
  ];
};

const only =
  (step: Step): EpilogueMaker =>
  () => [step];

const scale = only({ kind: 'scale', factor: -0.375 });
const gelu = only({ kind: 'gelu' });
const reluStep = only({ kind: 'relu' });
const dropout = (rate: number, layer: number): EpilogueMaker => only({ kind: 'dropout', rate, layer });

const chain =
  (...makers: readonly EpilogueMaker[]): EpilogueMaker =>
  (make, shape) =>
    makers.flatMap((maker) => maker(make, shape));

export interface NamedEpilogue {
  name: string;
  create: EpilogueMaker;
}

const named = (entries: Record<string, EpilogueMaker>): NamedEpilogue[] =>
  Object.entries(entries).map(([name, create]) => ({ name, create }));

/** Each step alone. */
export const singleSteps: readonly NamedEpilogue[] = named({
  'add bias': addBias,
  'add positions': addPositions,
  'add row of group': addRowOfGroup,
  'add residual': addResidual,
  scale,
  relu: reluStep,
  gelu,
  'relu gradient': reluGradient,
  'gelu gradient': geluGradient,
  'dropout 0.25': dropout(0.25, 3),
  'dropout 0.1': dropout(0.1, 0),
  'dropout 0': dropout(0, 1),
  keep,
  normalize,
  'normalize gradient': normalizeGradient,
});

/** Chains as nets have them after fusing, and a few that only the definition allows. */
export const chains: readonly NamedEpilogue[] = named({
  'bias, relu': chain(addBias, reluStep),
  'bias, keep, gelu': chain(addBias, keep, gelu),
  'bias, residual': chain(addBias, addResidual),
  'bias, dropout, residual': chain(addBias, dropout(0.1, 7), addResidual),
  'bias, positions': chain(addBias, addPositions),
  'bias, relu, keep, dropout': chain(addBias, reluStep, keep, dropout(0.5, 2)),
  'residual, relu': chain(addResidual, reluStep),
  'dropout, relu gradient': chain(dropout(0.25, 5), reluGradient),
  'residual, relu gradient': chain(addResidual, reluGradient),
  'normalize, relu': chain(normalize, reluStep),
  'normalize, residual, relu': chain(normalize, addResidual, reluStep),
  'normalize gradient, residual': chain(normalizeGradient, addResidual),
  'normalize gradient, residual, relu gradient': chain(normalizeGradient, addResidual, reluGradient),
  'two kept': chain(addBias, keep, reluStep, keep, scale),
  'two normalizations': chain(normalize, reluStep, normalize),
});

/** For operations where one chain of each kind of operand is enough. */
export const fewChains: readonly NamedEpilogue[] = chains.filter(({ name }) =>
  [
    'bias, relu',
    'bias, keep, gelu',
    'dropout, relu gradient',
    'residual, relu',
    'normalize gradient, residual',
  ].includes(name),
);
