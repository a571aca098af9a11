/** @file Three tables of operations: products, convolutions and attention. */
import type { AttentionShape } from '../../../../runner/engines/compiled/graph/operation.ts';
import { resnet18 } from '../../../../runner/workloads/resnet18.ts';
import { vgg16Cifar100 } from '../../../../runner/workloads/vgg16-cifar100.ts';
import { convolutionsOf, DIRECTIONS } from '../../comparison/problem/convolution.ts';
import type {
  AttentionProblem,
  ConvolutionProblem,
  ProductProblem,
} from '../../comparison/problem/problem.ts';
import { compare } from '../../comparison/tables/comparison.ts';
import type { Machine } from '../machine/adapter.ts';
import type { Scale } from '../machine/scale.ts';
import type { Setting } from './setting.ts';

type Type = ProductProblem['type'];

/** Element types that kernels can multiply on a machine. */
export const typesOf = ({ half }: Machine): Type[] => (half ? ['float32', 'float16'] : ['float32']);

/** Rows, depth and columns of filter gradients: taps x channels, batch x positions, filters. */
const SKINNY: readonly [rows: number, depth: number, columns: number][] = [
  [27, 1_048_576, 64],
  [576, 131_072, 64],
  [1152, 65_536, 128],
  [4608, 16_384, 512],
];

/** Width of a head and number of heads, as in the workload `attention`. */
const [HEADS, WIDTH] = [8, 64];

export const squareProducts = (scale: Scale, types: readonly Type[]): ProductProblem[] =>
  types.flatMap((type) =>
    scale.squares.map((size) => ({
      ...{ kind: 'product' as const, rows: size, depth: size, columns: size, leftTransposed: false, type },
    })),
  );

const skinnyProducts = ({ depthDivisor }: Scale, types: readonly Type[]): ProductProblem[] =>
  types.flatMap((type) =>
    SKINNY.map(([rows, depth, columns]) => ({
      ...{ kind: 'product' as const, rows, depth: depth / depthDivisor, columns, leftTransposed: true, type },
    })),
  );

/** By net, every direction of its different convolutions. No gradient of the first layer's images is ever needed. */
const convolutions = ({ batchDivisor, mostConvolutions }: Scale) =>
  [vgg16Cifar100, resnet18].map((model) => {
    const batch = Math.ceil(model.batchSize.optimized / batchDivisor);
    const shapes = convolutionsOf(model, batch).slice(-mostConvolutions);
    const problems: ConvolutionProblem[] = shapes.flatMap((shape) =>
      DIRECTIONS.filter(
        (kind) => kind !== 'convolution-input-gradient' || shape.channels !== model.inputShape.at(-1),
      ).map((kind) => ({ kind, shape })),
    );
    return { model, problems };
  });

const attentions = ({ tokens, attentionLengths }: Scale): AttentionProblem[] =>
  (['attention', 'attention-gradient'] as const).flatMap((kind) =>
    attentionLengths.map((length) => {
      const batch = Math.max(1, Math.floor(tokens / length));
      const shape: AttentionShape = { batch, length, heads: HEADS, width: WIDTH };
      return { kind, shape };
    }),
  );

export async function printProducts(setting: Setting, seconds: number): Promise<void> {
  const { machine, scale } = setting;
  const types = typesOf(machine);
  const problems = types.flatMap((type) => [
    ...squareProducts(scale, [type]),
    ...skinnyProducts(scale, [type]),
  ]);
  await compare(setting, 'Products, rows x depth x columns', problems, seconds);
}

export async function printConvolutions(setting: Setting, seconds: number): Promise<void> {
  const nets = convolutions(setting.scale);
  const count = nets.reduce((sum, { problems }) => sum + problems.length, 0);
  for (const { model, problems } of nets)
    await compare(setting, `Convolutions of ${model.id}`, problems, (seconds * problems.length) / count);
}

export async function printAttention(setting: Setting, seconds: number): Promise<void> {
  await compare(setting, 'Attention, batch x length x heads x width', attentions(setting.scale), seconds);
}
