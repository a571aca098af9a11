/** @file The optimizer's step: one operation for each block of the arenas, or one for each array. */
import type { Optimizer } from '../../../models/layers.ts';
import type { Arena } from '../graph/value.ts';
import { type ArenaPlace, stateArenas } from './arenas.ts';
import type { Builder } from './builder.ts';

/** An equal range of all arenas. */
interface Range {
  name: string;
  shape: readonly number[];
  place: ArenaPlace;
}

const blockRanges = ({ layout }: Builder): Range[] =>
  layout.blocks.map(({ size }, block) => ({
    name: `block ${block}`,
    shape: [size],
    place: { block, offset: 0 },
  }));

const arrayRanges = ({ layout, weights }: Builder): Range[] =>
  weights.map(({ name, shape }) => ({ name, shape, place: layout.places.get(name)! }));

export function update(builder: Builder, optimizer: Optimizer): void {
  const { recipe, type } = builder.options;
  const hasMeans = stateArenas(optimizer).includes('means');
  const ranges = recipe === 'naive' ? arrayRanges(builder) : blockRanges(builder);
  for (const { name, shape, place } of ranges) {
    const range = (arena: Arena) => builder.arena(arena, place, name, shape);
    builder.emit({
      kind: 'update',
      optimizer,
      parameters: range('parameters'),
      gradients: range('gradients'),
      means: hasMeans ? range('means') : null,
      squares: range('squares'),
      half: type === 'float16' ? range('half-parameters') : null,
      gradientFactor: 1 / builder.lossScale,
    });
  }
}
