/**
 * @file Winograd's F(2 x 2, 3 x 3): four outputs of a 3 x 3 window from 16 multiplications instead of 36. A patch d of 4 x 4
 * elements and the filter g give the outputs A'((G g G') * (B' d B))A, with * element by element; the gradient of g for the
 * gradients y of the outputs is G'((A y A') * (B' d B))G.
 * Source of the matrices: Lavin & Gray, "Fast Algorithms for Convolutional Neural Networks", 2015, arXiv 1509.09308, 4.1.
 */
import type { Variable } from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import { constants, minus, plus, times, type Vector } from '../../wat/vector.ts';

/** Rows and columns of outputs that are computed together, and of the patch that they depend on. */
export const OUTPUT = 2;
export const PATCH = 4;

/** Elements of a transformed patch or filter, each of which takes part in one product. */
export const PRODUCTS = PATCH * PATCH;

/** One dimension of a transform: as many vectors as the matrix has columns become as many as it has rows. */
type Transform = (body: Body, vectors: readonly Vector[]) => Vector[];

/** B': of a patch. */
const ofPatch: Transform = (_, [a, b, c, d]) => [minus(a!, c!), plus(b!, c!), minus(c!, b!), minus(b!, d!)];

/** G: of a filter. */
const ofFilter: Transform = (body, [a, b, c]) => {
  const ends = body.vector('ends', times(plus(a!, c!), constants(0.5)));
  const middle = body.vector('middle', times(b!, constants(0.5)));
  return [a!, plus(ends, middle), minus(ends, middle), c!];
};

/** A': of the sums of the products. */
const ofSums: Transform = (_, [a, b, c, d]) => [plus(plus(a!, b!), c!), minus(minus(b!, c!), d!)];

/** A: of the gradients of outputs. */
const ofGradient: Transform = (_, [a, b]) => [a!, plus(a!, b!), minus(a!, b!), minus(constants(0), b!)];

/** G': of the sums of a filter's gradient. */
const ofFilterSums: Transform = (body, [a, b, c, d]) => {
  const sum = body.vector('sum', times(plus(b!, c!), constants(0.5)));
  const difference = times(minus(b!, c!), constants(0.5));
  return [plus(a!, sum), difference, plus(sum, d!)];
};

type Load = (i: number, j: number) => Vector;
type Store = (i: number, j: number, value: Vector) => void;

/** Loads a square, transforms it along both dimensions and stores the result, each element at row i and column j. */
const inBoth =
  (transform: Transform, size: number) =>
  (body: Body, load: Load, store: Store): void => {
    const keep = (vectors: readonly Vector[]): Variable[] =>
      vectors.map((vector) => body.vector('element', vector));
    const numbers = [...Array(size).keys()];
    const columns = numbers.map((j) => keep(transform(body, keep(numbers.map((i) => load(i, j))))));
    for (const i of columns[0]!.keys()) {
      const row = columns.map((column) => column[i]!);
      for (const [j, value] of transform(body, row).entries()) store(i, j, value);
    }
  };

/** A patch of 4 x 4 elements to as many. */
export const transformPatch = inBoth(ofPatch, PATCH);

/** A filter of 3 x 3 elements to 4 x 4. */
export const transformFilter = inBoth(ofFilter, 3);

/** Sums of 4 x 4 products to 2 x 2 outputs. */
export const transformSums = inBoth(ofSums, PATCH);

/** Gradients of 2 x 2 outputs to 4 x 4. */
export const transformGradient = inBoth(ofGradient, OUTPUT);

/** Sums of 4 x 4 products to the gradient of a filter of 3 x 3 elements. */
export const transformFilterSums = inBoth(ofFilterSums, PATCH);
