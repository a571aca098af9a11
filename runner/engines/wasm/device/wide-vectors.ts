/**
 * @file Whether this machine computes pairs of neighboring vectors as one. Nothing tells but the time: V8 pairs vectors where
 * the processor has 256-bit registers, and a tile of twice the columns needs too many registers where it does not.
 */
import { blockProduct } from '../kernels/tiles/block-product.ts';
import { TILE_COLUMNS, TILE_ROWS } from '../kernels/tiles/tile.ts';
import { defineFunction } from '../wat/function.ts';
import { assemble } from '../wat/module.ts';

/** Sizes of a product whose operands stay in a first-level cache. */
const ROWS = 8 * TILE_ROWS;
const DEPTH = 64;
const COLUMNS = 4 * TILE_COLUMNS;

/** Bytes of the left side, of the right and of the product. */
const SIZES = [ROWS * DEPTH, DEPTH * COLUMNS, ROWS * COLUMNS].map((elements) => 4 * elements) as [
  number,
  number,
  number,
];

/** V8 compiles a function again, optimized, once it has run for some milliseconds. */
const WARM_UP_MS = 30;

/** Products of a sample, some 100 microseconds, and samples of each kind, of which the fastest counts. */
const TOGETHER = 20;
const SAMPLES = 40;

/** Wide tiles are 1.3 to 1.8 times as fast where vectors are paired, and 0.6 times where they are not. */
const LEAST_GAIN = 1.1;

/** A function without parameters that computes the product `TOGETHER` times. */
function createProducts(wideVectors: boolean, relaxed: boolean) {
  const target = { relaxed, wideVectors, addressOf: () => 0, scalar: () => '(i32.const 0)' };
  const shape = { left: { row: DEPTH, depth: 1 }, lastRows: 0, lastColumns: 0, outRow: COLUMNS };
  const product = blockProduct(target, shape);
  return defineFunction('products', {}, null, (body) => {
    const sizes = [DEPTH, '(i32.const 0)', ROWS, COLUMNS] as const;
    body.repeat(TOGETHER, () => body.do(body.call(product, 0, SIZES[0], SIZES[0] + SIZES[1], ...sizes)));
    return undefined;
  });
}

function timeMs(run: () => void): number {
  const begin = performance.now();
  run();
  return performance.now() - begin;
}

/** Measures for about a tenth of a second. @param relaxed as in `Target` */
export async function hasWideVectors(relaxed: boolean): Promise<boolean> {
  const mostPages = Math.ceil(SIZES.reduce((sum, size) => sum + size) / 65_536);
  const binary = await assemble({
    memory: { word: 'i32', shared: false, mostPages },
    exports: { narrow: createProducts(false, relaxed), wide: createProducts(true, relaxed) },
  });
  const memory = new WebAssembly.Memory({ initial: mostPages, maximum: mostPages });
  const { instance } = await WebAssembly.instantiate(binary, { host: { memory } });
  const { narrow, wide } = instance.exports as Record<'narrow' | 'wide', () => void>;
  for (const run of [narrow, wide]) {
    for (let spentMs = 0; spentMs < WARM_UP_MS; ) spentMs += timeMs(run);
  }
  let [narrowMs, wideMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let sample = 0; sample < SAMPLES; sample++) {
    narrowMs = Math.min(narrowMs, timeMs(narrow));
    wideMs = Math.min(wideMs, timeMs(wide));
  }
  return narrowMs > LEAST_GAIN * wideMs;
}
