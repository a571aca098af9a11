/** @file How fast each kind of work was on known devices, from honest values. Pure. */
import type { Cell } from '../../contract/cell.ts';
import type { TypicalShare } from '../../contract/tables/typical-share.ts';

/** The kind of work that shares a line. */
export type Kind = Pick<
  TypicalShare,
  'engine' | 'workload' | 'mode' | 'recipe' | 'dtype' | 'device' | 'single'
>;

type Work = Pick<Cell, 'engine' | 'workload' | 'mode' | 'recipe' | 'dtype' | 'batchSize'> & {
  device: Pick<Cell['device'], 'kind'>;
};

/** Training to a target takes the same steps as training. */
export const kindOf = ({ engine, workload, mode, recipe, dtype, device, batchSize }: Work): Kind => ({
  engine,
  workload,
  mode: mode === 'converge' ? 'train' : mode,
  recipe,
  dtype,
  device: device.kind,
  single: mode === 'infer' && batchSize === 1,
});

/** Key of a kind of work. */
export const kindKey = ({ engine, workload, mode, recipe, dtype, device, single }: Kind): string =>
  [engine, workload, mode, recipe, dtype, device, single].join(' ');

/** A checked value of a real device. */
export interface WorkRate {
  kind: Kind;
  /** Name of the device; for a CPU that the catalogue does not list with its number of cores. */
  device: string;
  /** Peak by the catalogue; null if it does not list one. */
  ratedTflops: number | null;
  tflops: number;
  /** Mean watts above those at rest, divided by the rated power of the device; null if one of them is unknown. */
  powerShare: number | null;
  /** Fastest matrix product of the same engine in the same file; null if there is none, and for products. */
  productTflops: number | null;
  source: string;
}

/** Three significant digits. */
const rounded = (value: number): number => Number(value.toPrecision(3));

/** The fastest matrix product of each device and dtype. */
function productsOf(rates: readonly WorkRate[]): (one: WorkRate) => number | null {
  const key = ({ device, kind }: WorkRate) => JSON.stringify([device, kind.device, kind.dtype]);
  const fastest = new Map<string, number>();
  for (const one of rates) {
    if (one.kind.workload !== 'matmul') continue;
    fastest.set(key(one), Math.max(one.tflops, fastest.get(key(one)) ?? 0));
  }
  return (one) => fastest.get(key(one)) ?? null;
}

/** Of each device what it drew when it drew least for its rate. */
function drawnBy(rates: readonly WorkRate[]): TypicalShare['drawn'] {
  const drawn = rates.flatMap(({ device, ratedTflops, tflops, powerShare }) =>
    ratedTflops === null || powerShare === null || powerShare <= 0
      ? []
      : [{ device, peakShare: rounded(tflops / ratedTflops), powerShare: rounded(powerShare) }],
  );
  const inOrder = drawn.toSorted((a, b) => a.powerShare / a.peakShare - b.powerShare / b.peakShare);
  return [...Map.groupBy(inOrder, ({ device }) => device).values()].map(([least]) => least!);
}

function lineOf(rates: readonly WorkRate[], peakOf: (one: WorkRate) => number | null): TypicalShare | null {
  const fastest = new Map<string, TypicalShare['fastest'][number]>();
  for (const one of rates) {
    const peakTflops = peakOf(one);
    if (peakTflops === null || one.tflops <= (fastest.get(one.device)?.tflops ?? 0)) continue;
    const { device, tflops } = one;
    fastest.set(device, { device, peakTflops: rounded(peakTflops), tflops: rounded(tflops) });
  }
  const beside = rates.filter(({ productTflops }) => productTflops !== null);
  if (fastest.size === 0 && beside.length === 0) return null;
  const ratios = beside.map(({ tflops, productTflops }) => tflops / productTflops!);
  const share = ({ tflops, peakTflops }: TypicalShare['fastest'][number]) => tflops / peakTflops;
  return {
    ...rates[0]!.kind,
    fastest: [...fastest.values()].toSorted((a, b) => share(b) - share(a)),
    drawn: drawnBy(rates),
    ofProduct: ratios.length === 0 ? null : rounded(Math.max(...ratios)),
    productDevices: new Set(beside.map(({ device }) => device)).size,
    sources: [...new Set(rates.map(({ source }) => source))].toSorted(),
  };
}

/** One line for each kind of work whose rate can be compared with a peak or a product, in the order of the keys. */
export function typicalShares(rates: readonly WorkRate[]): TypicalShare[] {
  const productOf = productsOf(rates);
  const groups = Map.groupBy(rates, ({ kind }) => kindKey(kind));
  return [...groups.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => lineOf(group, (one) => one.ratedTflops ?? productOf(one)) ?? []);
}
