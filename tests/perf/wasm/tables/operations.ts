/** @file Two tables of operations: products on all threads and on one, and the convolutions of VGG16. */
import { vgg16Cifar100 } from '../../../../runner/workloads/vgg16-cifar100.ts';
import type { Library } from '../../comparison/libraries/library.ts';
import { convolutionsOf, DIRECTIONS } from '../../comparison/problem/convolution.ts';
import type { ConvolutionProblem, ProductProblem } from '../../comparison/problem/problem.ts';
import { compare, type Ratio } from '../../comparison/tables/comparison.ts';
import type { Cell } from '../../comparison/tables/row.ts';
import type { Competitor, Threads } from '../engines.ts';
import type { EngineProcess } from '../processes/engine-process.ts';
import { processLibrary } from '../processes/library.ts';
import { goals, operations, type Setting } from '../setting.ts';
import { percent, times } from './columns.ts';
import { type NamedRates, nameOn, printShares } from './shares.ts';

/** The largest first: its rate is the ceiling of the chip. */
const SIZES = [2048, 1024, 512, 256];

/** Samples of a convolution. */
const BATCH = 32;

/** That a table may take. */
const SECONDS = { products: 300, convolutions: 400 };

/** Starts engines for a table; `use` gets their libraries. */
async function withLibraries<Result>(
  competitors: readonly Competitor[],
  threads: readonly Threads[],
  use: (libraries: readonly Library[]) => Promise<Result>,
): Promise<Result> {
  const processes: EngineProcess[] = [];
  const libraries: Library[] = [];
  try {
    for (const count of threads) {
      for (const { name, start } of competitors) {
        const started = await start(count);
        processes.push(started);
        libraries.push(processLibrary(nameOn(name, count), started));
      }
    }
    return await use(libraries);
  } finally {
    await Promise.all(processes.map((one) => one.close()));
  }
}

const ratesOf = (libraries: readonly Library[], cells: readonly Cell[]): NamedRates =>
  new Map(libraries.map(({ name }, i) => [name, cells[i]!.rate]));

/** The engine `wasm` beside two others. */
function ratiosOf(libraries: readonly Library[]): Ratio[] {
  const rate = (cells: readonly Cell[], name: string) => ratesOf(libraries, cells).get(name);
  return [
    { title: 'to tfjs-wasm', of: (cells) => times(rate(cells, 'wasm'), rate(cells, 'tfjs-wasm')) },
    { title: 'of pytorch', of: (cells) => percent(rate(cells, 'wasm'), rate(cells, 'pytorch')) },
  ];
}

const products: ProductProblem[] = SIZES.map((size) => ({
  ...{ kind: 'product', rows: size, depth: size, columns: size },
  leftTransposed: false,
  type: 'float32',
}));

/** Every direction of the different convolutions. No gradient of the first layer's images is ever needed. */
const convolutions: ConvolutionProblem[] = DIRECTIONS.flatMap((kind) =>
  convolutionsOf(vgg16Cifar100, BATCH)
    .filter(({ channels }) => kind !== 'convolution-input-gradient' || channels !== 3)
    .map((shape) => ({ kind, shape })),
);

export async function printProducts({ competitors, threads }: Setting): Promise<void> {
  const heading = 'Products, rows x depth x columns ("1": on one thread)';
  await withLibraries(competitors, threads, async (libraries) => {
    const comparison = { scale: operations, libraries, ratios: ratiosOf(libraries) };
    const rows = await compare(comparison, heading, products, SECONDS.products);
    const names = competitors.map(({ name }) => name);
    const rates = rows.map((cells) => ratesOf(libraries, cells));
    printShares(names, threads, products, rates);
  });
  const { size, share } = goals.product;
  console.log(
    `  goals of wasm: at ${size} at least ${100 * share} % of pytorch; ${goals.twoThreads}x on two threads`,
  );
}

export async function printConvolutions({ engines }: Setting): Promise<void> {
  const heading = `Convolutions of ${vgg16Cifar100.id}`;
  await withLibraries(engines, ['all'], async (libraries) => {
    const comparison = { scale: operations, libraries, ratios: ratiosOf(libraries) };
    await compare(comparison, heading, convolutions, SECONDS.convolutions);
  });
}
