/** @file WGSL that brings a tile of both sides into workgroup memory. */
import { stored } from '../text.ts';
import { declareAccess, declareTile, each, linesOf, type Side } from './side.ts';
import { type Transfer, transferRows, transferSquares } from './transfer.ts';

/** The texts of a staging, in the order in which a kernel has them. */
export interface Staging {
  /** Functions and workgroup memory. */
  declarations: string;
  /** At the start of `run`. */
  setup: string;
  /** Loads both tiles, whose depth begins at `first`, into registers. */
  load: (first: string) => string;
  /** Stores the registers into workgroup memory. */
  store: (buffer: string) => string;
}

const createTransfer = (side: Side, invocations: number): Transfer =>
  side.operand.contiguous === 'line' ? transferRows(side, invocations) : transferSquares(side, invocations);

const declareRegisters = (prefix: string, { vectors, side }: Transfer): string[] =>
  each(vectors, (number) => `var ${prefix}_${number}: ${stored(side.operand.value.type, 4)};`);

/** WGSL that runs where an invocation takes part. */
const guarded = ({ side, invocations }: Transfer, all: number, text: string): string =>
  `${invocations < all ? `if (${side.name}_lane < ${invocations}u) ` : ''}{
    ${text}
  }`;

/** Every invocation loads for both sides, in registers of their own. */
function stageTogether(transfers: readonly Transfer[], invocations: number): Omit<Staging, 'declarations'> {
  return {
    setup: linesOf(
      transfers.map(({ side, place, lines }, number) =>
        linesOf(
          // Where a side does not need all invocations, the other one begins with the rest.
          `let ${side.name}_lane = (local + ${number === 0 ? 0 : invocations - (transfers[0]!.invocations % invocations)}u) % ${invocations}u;`,
          place,
          lines.map((line, at) => `let ${side.name}_line_${at} = ${line};`),
        ),
      ),
      transfers.map((transfer) => linesOf(declareRegisters(transfer.side.name, transfer))),
    ),
    load: (first) =>
      linesOf(
        transfers.map((transfer) => guarded(transfer, invocations, transfer.load(transfer.side.name, first))),
      ),
    store: (buffer) =>
      linesOf(
        transfers.map((transfer) =>
          guarded(transfer, invocations, transfer.store(transfer.side.name, buffer)),
        ),
      ),
  };
}

/** One half of the invocations loads for each side, in the same registers. */
function stageInHalves(
  [left, right]: readonly [Transfer, Transfer],
  half: number,
): Omit<Staging, 'declarations'> {
  const larger = left.vectors > right.vectors ? left : right;
  const lines = Math.max(left.lines.length, right.lines.length);
  const either = (text: (transfer: Transfer) => string) => `if (is_left) {
    ${text(left)}
  } else {
    ${text(right)}
  }`;
  return {
    setup: linesOf(
      `let is_left = local < ${half}u;`,
      [left, right].map(({ side, place }) => linesOf(`let ${side.name}_lane = local % ${half}u;`, place)),
      each(lines, (number) => `var both_line_${number}: Part;`),
      either((transfer) => linesOf(transfer.lines.map((line, number) => `both_line_${number} = ${line};`))),
      declareRegisters('both', larger),
    ),
    load: (first) => either((transfer) => guarded(transfer, half, transfer.load('both', first))),
    store: (buffer) => either((transfer) => guarded(transfer, half, transfer.store('both', buffer))),
  };
}

/** Invocations of a warp or wave, which have to do the same. */
const WARP = 32;

/**
 * Whether each side is loaded by one half of the invocations: where a side has fewer squares than invocations, the others
 * would wait, and registers for both sides would be taken from all.
 */
function areHalvesBetter([left, right]: readonly [Side, Side], invocations: number): boolean {
  const half = invocations / 2;
  return (
    half % WARP === 0 &&
    left.operand.value.type === right.operand.value.type &&
    [left, right].some(({ operand }) => operand.contiguous === 'depth') &&
    [left, right].every(({ operand, lines, depth }) =>
      operand.contiguous === 'depth' ? (lines * depth) / 16 <= half : lines / 4 <= half,
    )
  );
}

export function createStaging(sides: readonly [Side, Side], invocations: number): Staging {
  const declarations = linesOf(sides.map((side) => linesOf(declareAccess(side), declareTile(side))));
  if (areHalvesBetter(sides, invocations)) {
    const half = invocations / 2;
    return {
      declarations,
      ...stageInHalves([createTransfer(sides[0], half), createTransfer(sides[1], half)], half),
    };
  }
  const transfers = sides.map((side) => createTransfer(side, invocations));
  return { declarations, ...stageTogether(transfers, invocations) };
}
