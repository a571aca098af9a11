/**
 * @file Reductions of an array [outer, rows, columns] over its rows: a column stays with one lane, and many lanes, then
 * many workgroups, share its rows. Where there are several workgroups for a column, a second kernel merges what each has
 * found. The order is always the same.
 */

import type { Ending } from './epilogue.ts';
import { fold, invocationsOf, powerOfTwo } from './grid.ts';
import type { Scratch } from './kernel.ts';
import { type Binding, bindScratch, type Kernel, type KernelLimits } from './kernel.ts';
import { computed, load, store, type Width } from './text.ts';

export interface RowReduction {
  name: string;
  outer: number;
  rows: number;
  columns: number;
  width: Width;
  /** What is found for each column; `State` is a struct of these, each an f32 or four. A state of zeros is neutral. */
  fields: readonly string[];
  /** What `collect` reads. */
  bindings: readonly Binding[];
  /**
   * Declares `fn collect(outer: u32, column: u32, first: u32, end: u32, step: u32) -> State` over the rows first,
   * first + step and so on below `end`; `column` counts vectors.
   */
  collect: string;
  /** Declares `fn merge(left: State, right: State) -> State`; left has the earlier rows. */
  merge: string;
  /** Declares `fn deliver(outer: u32, column: u32, state: State)`, with its bindings. */
  delivery: Pick<Ending, 'bindings' | 'code' | 'usesScalars' | 'dropoutLayer'>;
}

/** Workgroups that occupy a large GPU. */
const GROUPS = 512;

/** Rows that a lane takes at least where a column has several workgroups. */
const ROWS_EACH = 16;

/** Workgroups of a column below which a second kernel costs more than they save. */
const FEWEST_BLOCKS = 4;

/** Vectors side by side: 512 bytes in float32 where there are many rows; few when partial results are merged. */
const MOST_ACROSS = 32;
const MERGED_ACROSS = 8;

interface Division {
  /** Lanes side by side and one below another in a workgroup, powers of two. */
  across: number;
  deep: number;
  /** Workgroups side by side, and one below another with so many rows each. */
  tiles: number;
  blocks: number;
  rowsEach: number;
}

/** Divides an array among workgroups; a column gets several only if `cut`. */
function divide(
  { outer, rows, columns, width }: Pick<RowReduction, 'outer' | 'rows' | 'columns' | 'width'>,
  limits: KernelLimits,
  cut: boolean,
): Division {
  const invocations = invocationsOf(limits);
  const vectors = columns / width;
  const narrow = Math.min(powerOfTwo(vectors), cut ? MOST_ACROSS : MERGED_ACROSS);
  const deep = Math.min(invocations / narrow, powerOfTwo(rows / 4));
  const across = Math.min(powerOfTwo(vectors), invocations / deep);
  const tiles = Math.ceil(vectors / across);
  const wanted = Math.min(Math.ceil(GROUPS / (outer * tiles)), Math.floor(rows / (deep * ROWS_EACH)));
  const rowsEach = cut && wanted >= FEWEST_BLOCKS ? Math.ceil(rows / wanted) : rows;
  return { across, deep, tiles, blocks: Math.ceil(rows / rowsEach), rowsEach };
}

type Stage = Pick<RowReduction, 'name' | 'outer' | 'rows' | 'columns' | 'width' | 'fields' | 'merge'> &
  Pick<RowReduction, 'bindings' | 'collect'> & { delivery: RowReduction['delivery'] };

/** A kernel whose `deliver` also gets the number of the block. */
function createStage(stage: Stage, { across, deep, tiles, blocks, rowsEach }: Division): Kernel {
  const { name, outer, rows, columns, width, fields, bindings, collect, merge, delivery } = stage;
  const groups = outer * blocks * tiles;
  const { grid, number } = fold(groups);
  const body = `struct State { ${fields.map((field) => `${field}: ${computed(width)}`).join(', ')} }
const across = ${across}u;
const deep = ${deep}u;
var<workgroup> states: array<State, ${across * deep}>;
${collect}${merge}${delivery.code}
fn run(wg: vec3<u32>, local: u32) {
  let group = ${number};
  if (group >= ${groups}u) { return; }
  let column = group % ${tiles}u * across + local % across;
  let block = group / ${tiles}u % ${blocks}u;
  let outer = group / ${tiles * blocks}u;
  let depth = local / across;
  let inside = column < ${columns / width}u;
  if (inside) {
    let first = block * ${rowsEach}u;
    states[local] = collect(outer, column, first + depth, min(first + ${rowsEach}u, ${rows}u), deep);
  }
  for (var half = deep / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (inside && depth < half) { states[local] = merge(states[local], states[local + half * across]); }
  }
  if (inside && depth == 0u) { deliver(outer${blocks > 1 ? ` * ${blocks}u + block` : ''}, column, states[local]); }
}`;
  return {
    name: `${name} ${across}x${deep}${blocks > 1 ? ` of ${blocks} blocks` : ''} x${width}`,
    bindings: [...bindings, ...delivery.bindings],
    body,
    workgroupSize: across * deep,
    grid,
    usesScalars: delivery.usesScalars,
    dropoutLayer: delivery.dropoutLayer,
    flops: 0,
  };
}

/** Stores states in `partials`, [outer, blocks, fields, columns]. */
function storeStates({ fields, columns, width }: RowReduction, scratch: Scratch): RowReduction['delivery'] {
  const partials = bindScratch('partials', scratch, 'read_write', width);
  const vectors = columns / width;
  const stores = fields.map((field, number) =>
    store(partials, `outer * ${fields.length * vectors}u + ${number * vectors}u + column`, `state.${field}`),
  );
  const code = `
fn deliver(outer: u32, column: u32, state: State) {
  ${stores.join('\n  ')}
}`;
  return { bindings: [partials], code, usesScalars: false };
}

/** Collects the states of the blocks. */
function loadStates(
  { fields, columns, width }: RowReduction,
  scratch: Scratch,
  blocks: number,
): Pick<Stage, 'bindings' | 'collect'> {
  const partials = bindScratch('partials', scratch, 'read', width);
  const vectors = columns / width;
  const loads = fields.map((_, number) =>
    load(
      partials,
      `(outer * ${blocks}u + block) * ${fields.length * vectors}u + ${number * vectors}u + column`,
    ),
  );
  const collect = `
fn collect(outer: u32, column: u32, first: u32, end: u32, step: u32) -> State {
  var state = State();
  for (var block = first; block < end; block += step) {
    state = merge(state, State(${loads.join(', ')}));
  }
  return state;
}`;
  return { bindings: [partials], collect };
}

/** @returns one kernel, or two where many rows are shared by several workgroups */
export function reduceRows(reduction: RowReduction, limits: KernelLimits): Kernel[] {
  const { name, outer, rows, columns, fields } = reduction;
  const division = divide(reduction, limits, true);
  const { blocks } = division;
  if (blocks === 1) return [createStage(reduction, division)];
  const scratch: Scratch = { kind: 'scratch', bytes: outer * blocks * fields.length * columns * 4 };
  const merging = {
    ...reduction,
    name: `${name} merge`,
    rows: blocks,
    ...loadStates(reduction, scratch, blocks),
  };
  return [
    createStage({ ...reduction, rows, delivery: storeStates(reduction, scratch) }, division),
    createStage(merging, divide(merging, limits, false)),
  ];
}
