/** @file Cases of elementwise operations: each step and chain, each index, sizes around whole vectors and workgroups. */
import type { Index } from '../../graph/step.ts';
import { type Case, createCase } from './case.ts';
import { chains, singleSteps } from './epilogues.ts';

const same: Index = { kind: 'same' };

const shapes: readonly (readonly number[])[] = [
  [1],
  [3],
  [4],
  [257],
  [1024],
  [5, 7],
  [17, 4],
  [33, 65],
  [300, 301],
];

/** Without a step, the operation copies, and changes the type where input and output differ. */
const copies = (): Case[] => [
  ...shapes.map((shape) =>
    createCase(`copy of ${shape.join('x')}`, (make) => ({
      kind: 'elementwise',
      input: { value: make.activation(shape), index: same },
      out: make.result(shape),
      epilogue: [],
    })),
  ),
  createCase('copy of 7x9 from float32', (make) => ({
    kind: 'elementwise',
    input: { value: make.exact([7, 9]), index: same },
    out: make.result([7, 9]),
    epilogue: [],
  })),
  createCase('copy of 8x12 to float32', (make) => ({
    kind: 'elementwise',
    input: { value: make.activation([8, 12]), index: same },
    out: make.exactResult([8, 12]),
    epilogue: [],
  })),
];

const stepShapes: readonly (readonly number[])[] = [
  [2, 3, 5],
  [3, 5, 4],
  [2, 3, 5, 33],
  [3, 5, 7, 8],
];

const steps = (): Case[] =>
  stepShapes.flatMap((shape) =>
    [...singleSteps, ...chains].map(({ name, create }) =>
      createCase(`elementwise ${shape.join('x')}, ${name}`, (make) => ({
        kind: 'elementwise',
        input: { value: make.activation(shape, (random) => 2 * random), index: same },
        out: make.result(shape),
        epilogue: create(make, shape),
      })),
    ),
  );

interface Spread {
  inputShape: readonly number[];
  outShape: readonly number[];
  index: Index;
}

/** Inputs that are smaller than the output. */
const spreads: readonly Spread[] = [
  { inputShape: [5], outShape: [7, 5], index: { kind: 'periodic', period: 5 } },
  { inputShape: [3, 4], outShape: [5, 3, 4], index: { kind: 'periodic', period: 12 } },
  { inputShape: [3, 5], outShape: [3, 7, 5], index: { kind: 'row-of-group', rows: 7, columns: 5 } },
  { inputShape: [2, 8], outShape: [2, 9, 8], index: { kind: 'row-of-group', rows: 9, columns: 8 } },
  { inputShape: [2, 1], outShape: [2, 5, 1], index: { kind: 'row-of-group', rows: 5, columns: 1 } },
];

const ofSpreads = (): Case[] =>
  spreads.map(({ inputShape, outShape, index }) =>
    createCase(`elementwise ${index.kind} ${inputShape.join('x')} to ${outShape.join('x')}`, (make) => ({
      kind: 'elementwise',
      input: { value: make.activation(inputShape), index },
      out: make.result(outShape),
      epilogue: [{ kind: 'scale', factor: 1 / 9 }],
    })),
  );

/** Tails of gelu and its gradient, where the approximations of the error function differ most. */
const ofTails = (): Case[] =>
  (['gelu', 'gelu-gradient'] as const).map((kind) =>
    createCase(`elementwise ${kind} from -9 to 9`, (make) => {
      const input = make.exact([4001], (_, i) => (i - 2000) * 0.0045);
      const one = make.exact([4001], () => 1);
      return {
        kind: 'elementwise',
        input: { value: kind === 'gelu' ? input : one, index: same },
        out: make.exactResult([4001]),
        epilogue: [kind === 'gelu' ? { kind } : { kind, input: { value: input, index: same } }],
      };
    }),
  );

const withoutDropout = (): Case =>
  createCase(
    'elementwise 5x7, dropout switched off',
    (make) => ({
      kind: 'elementwise',
      input: { value: make.activation([5, 7]), index: same },
      out: make.result([5, 7]),
      epilogue: [{ kind: 'dropout', rate: 0.5, layer: 1 }],
    }),
    { dropoutKey: 1, dropout: false, updateFactor: 0, updateEpsilon: 0 },
  );

export const elementwiseCases: readonly Case[] = [
  ...copies(),
  ...steps(),
  ...ofSpreads(),
  ...ofTails(),
  withoutDropout(),
];
