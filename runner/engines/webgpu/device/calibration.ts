/** @file How fast a device computes each tile, measured once for each adapter and driver, and kept with the choices. */
import type { Matrices, Product } from '../../compiled/graph/operation.ts';
import { createPlan } from '../../compiled/plan/create.ts';
import type { Plan } from '../../compiled/plan/plan.ts';
import type { KernelLimits, Variant } from '../kernels/kernel.ts';
import { createVariant } from '../kernels/tiles/candidates.ts';
import { wholeMatrix } from '../kernels/tiles/matrix.ts';
import { productContraction } from '../kernels/tiles/product.ts';
import { fits } from '../kernels/tiles/tile.ts';
import { loadedTiles, tileName } from '../kernels/tiles/tiles.ts';
import { type Choices, measureInTurn, type Now, raiseClock, type Trial } from './choices.ts';

/**
 * A product with tiles enough for a large GPU, 512 of the size 128 x 128, that takes a small one (0.3 TFLOP/s) no more than
 * 15 ms.
 */
const ROWS = 4096;
const COLUMNS = 2048;
const DEPTH = 256;

type TileRates = NonNullable<KernelLimits['rates']>;

/** Where the choices keep the rate of a tile, in products a millisecond. */
const keyOf = (name: string): string => `rate of ${name}`;

let ids = 0;
const matrix = (name: string, rows: number, columns: number, kind: 'input' | 'temporary'): Matrices =>
  wholeMatrix({ id: ids++, name, shape: [rows, columns], type: 'float32', place: { kind } }, columns);

const createOperation = (): Product => ({
  kind: 'product',
  rows: ROWS,
  columns: COLUMNS,
  depth: DEPTH,
  batch: { outer: 1, inner: 1 },
  left: matrix('left', ROWS, DEPTH, 'input'),
  leftTransposed: false,
  right: matrix('right', DEPTH, COLUMNS, 'input'),
  rightTransposed: false,
  out: matrix('out', ROWS, COLUMNS, 'temporary'),
  epilogue: [],
});

const planOf = (operation: Product): Plan =>
  createPlan({
    operations: [operation],
    parameters: [],
    blocks: [],
    inputs: [operation.left.value, operation.right.value],
    results: [],
    lossScale: 1,
  });

/** The product in each tile that the device can compute, by the tile's name. */
function variantsByTile(operation: Product, limits: KernelLimits): Map<string, Variant> {
  const contraction = productContraction(operation);
  const possible = loadedTiles().filter(({ tile, buffering }) =>
    fits(tile, buffering, { left: 4, right: 4 }, limits),
  );
  return new Map(
    possible.map((loaded) => [
      tileName(loaded),
      createVariant(contraction, { tile: loaded.tile, buffering: loaded.buffering, split: 1, widen: false }),
    ]),
  );
}

/** The rates that earlier runs have kept; null if one is missing. */
function knownRates(names: Iterable<string>, choices: Choices): TileRates | null {
  const rates = [...names].map((name) => [name, Number(choices.get(keyOf(name)) ?? Number.NaN)] as const);
  return rates.every(([, rate]) => rate >= 0) ? new Map(rates.filter(([, rate]) => rate > 0)) : null;
}

/**
 * Rates of all tiles that the device computes: those that `choices` knows, or new ones, which it keeps.
 * @param open gives a trial on the memory of a plan; called only if rates are missing
 */
export async function calibrate(
  limits: KernelLimits,
  choices: Choices,
  open: (plan: Plan) => Promise<Trial & { dispose(): void }>,
  now: Now = () => performance.now(),
): Promise<TileRates> {
  const operation = createOperation();
  const variants = variantsByTile(operation, limits);
  const known = knownRates(variants.keys(), choices);
  if (known) return known;
  const trial = await open(planOf(operation));
  try {
    const all = [...variants.values()];
    await Promise.all(all.map(trial.compile));
    await raiseClock(all[0]!, trial, now);
    const times = await measureInTurn(all, trial);
    const rates = times.map((ms) => (ROWS * COLUMNS * DEPTH) / ms);
    for (const [number, name] of [...variants.keys()].entries()) {
      choices.set(keyOf(name), `${Math.round(rates[number]!)}`);
    }
    return knownRates(variants.keys(), choices)!;
  } finally {
    trial.dispose();
  }
}
