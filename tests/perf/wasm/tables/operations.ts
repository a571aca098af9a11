/** @file Two tables of operations: products on all threads and on one, and the convolutions of VGG16. */
import { vgg16Cifar100 } from '../../../../runner/workloads/vgg16-cifar100.ts';
import { digits, Table } from '../../comparison/measure/table.ts';
import { convolutionsOf, DIRECTIONS } from '../../comparison/problem/convolution.ts';
import { titleOf } from '../../comparison/problem/definition.ts';
import type { ConvolutionProblem, ProductProblem } from '../../comparison/problem/problem.ts';
import { type Comparison, compare, type Ratio } from '../../comparison/tables/comparison.ts';
import type { Cell } from '../../comparison/tables/row.ts';
import type { Threads } from '../engines.ts';
import { processLibrary } from '../processes/library.ts';
import { percent, times } from './columns.ts';
import { goals, operations, type Setting } from './setting.ts';

/** The largest first: its rate is the ceiling of the chip. */
const SIZES = [2048, 1024, 512, 256];

/** Samples of a convolution. */
const BATCH = 32;

const SECONDS = { products: 300, convolutions: 400 };

const nameOf = (id: string, threads: Threads): string => (threads === 'one' ? `${id} 1` : id);

/** Starts all engines for a table; `use` gets their libraries. */
async function withLibraries<Result>(
  { competitors }: Setting,
  threads: readonly Threads[],
  use: (libraries: Comparison['libraries']) => Promise<Result>,
): Promise<Result> {
  const wanted = threads.flatMap((one) => competitors.map((competitor) => ({ competitor, threads: one })));
  const processes = [];
  try {
    const libraries = [];
    for (const { competitor, threads: count } of wanted) {
      const started = await competitor.start(count);
      processes.push(started);
      libraries.push(processLibrary(nameOf(competitor.engine.id, count), started));
    }
    return await use(libraries);
  } finally {
    await Promise.all(processes.map((one) => one.close()));
  }
}

/** Rates by the name of the library. */
const ratesOf = ({ libraries }: Pick<Comparison, 'libraries'>, cells: readonly Cell[]) =>
  new Map(libraries.map(({ name }, i) => [name, cells[i]!.rate]));

const ratios = (comparison: Pick<Comparison, 'libraries'>): Ratio[] => {
  const of = (make: (rates: ReadonlyMap<string, number | null>) => string) => (cells: readonly Cell[]) =>
    make(ratesOf(comparison, cells));
  return [
    { title: 'to tfjs-wasm', of: of((rates) => times(rates.get('wasm'), rates.get('tfjs-wasm'))) },
    { title: 'of pytorch', of: of((rates) => percent(rates.get('wasm'), rates.get('pytorch'))) },
  ];
};

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

/** Share of the ceiling, which is PyTorch's largest product on as many threads, and what further threads give. */
function printShares(
  comparison: Comparison,
  { competitors, threads }: Setting,
  rows: readonly Cell[][],
): void {
  const byRow = rows.map((cells) => ratesOf(comparison, cells));
  const ceilings = new Map(threads.map((count) => [count, byRow[0]!.get(nameOf('pytorch', count)) ?? null]));
  const { unit, size } = comparison.scale.rate;
  const texts = [...ceilings].map(
    ([count, rate]) =>
      `${rate === null ? 'not measured' : `${digits(rate / size)} ${unit}`} on ${count === 'all' ? 'all threads' : 'one thread'}`,
  );
  const table = new Table(`Share of the ceiling, PyTorch's largest product: ${texts.join(', ')}`, [
    { title: 'sizes', width: titleOf(products[0]!).length },
    ...comparison.libraries.map(({ name }) => ({
      title: name,
      width: Math.max(7, name.length),
      right: true,
    })),
    ...competitors.map(({ engine: { id } }) => ({
      title: `threads ${id}`,
      width: id.length + 8,
      right: true,
    })),
  ]);
  for (const [i, rates] of byRow.entries()) {
    const shares = threads.flatMap((count) =>
      competitors.map(({ engine: { id } }) => percent(rates.get(nameOf(id, count)), ceilings.get(count))),
    );
    const speedups = competitors.map(({ engine: { id } }) =>
      times(rates.get(id), rates.get(nameOf(id, 'one'))),
    );
    table.row([titleOf(products[i]!), ...shares, ...speedups]);
  }
}

export async function printProducts(setting: Setting): Promise<void> {
  await withLibraries(setting, setting.threads, async (libraries) => {
    const comparison = { scale: operations, libraries, ratios: ratios({ libraries }) };
    const heading = 'Products, rows x depth x columns ("1": on one thread)';
    const rows = await compare(comparison, heading, products, SECONDS.products);
    printShares(comparison, setting, rows);
    const { product, twoThreads } = goals;
    console.log(
      `  goals: at ${product.size} at least ${100 * product.share} % of pytorch; ${twoThreads}x on two threads`,
    );
  });
}

export async function printConvolutions(setting: Setting): Promise<void> {
  await withLibraries(setting, ['all'], async (libraries) => {
    const comparison = { scale: operations, libraries, ratios: ratios({ libraries }) };
    await compare(comparison, `Convolutions of ${vgg16Cifar100.id}`, convolutions, SECONDS.convolutions);
  });
}
