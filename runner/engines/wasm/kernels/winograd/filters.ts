/** @file Transforms filters: [16, filters / 8, channels, 8], panels as tiles read them. */
import type { Value } from '../../../compiled/graph/value.ts';
import { add, elementAt, loadVector, multiply, storeVector } from '../../wat/code.ts';
import { cut, rangeOf } from '../chunks.ts';
import { createKernel, type Kernel, type Target, type Workspace } from '../kernel.ts';
import { TILE_COLUMNS } from '../tiles/tile.ts';
import { PATCH, PRODUCTS, transformFilter } from './transform.ts';

/** @param filter [3, 3, channels, filters], from its first element on */
export function filterKernel(
  filter: Value | Workspace,
  { channels, filters }: { channels: number; filters: number },
  transformed: Workspace,
  target: Target,
): Kernel {
  const panels = filters / TILE_COLUMNS;
  const size = 4 * channels * filters;
  const blocks = cut(panels, 4 * (9 + PRODUCTS) * channels * TILE_COLUMNS);
  return createKernel('transformed filters', { chunks: blocks.chunks }, (body, chunk) => {
    const { first, last } = rangeOf(body, blocks, panels, chunk);
    const from = body.word('from', target.addressOf(filter));
    const to = body.word(
      'to',
      elementAt(target.addressOf(transformed), multiply(first, channels * TILE_COLUMNS)),
    );
    const source = body.word('source');
    body.loop('panel', first, last, 1, (panel) => {
      body.set(source, elementAt(from, multiply(panel, TILE_COLUMNS)));
      body.repeat(channels, () => {
        for (const half of [0, 16]) {
          transformFilter(
            body,
            (i, j) => loadVector(source, (3 * i + j) * size + half),
            (i, j, value) => body.do(storeVector(to, value, (PATCH * i + j) * size + half)),
          );
        }
        body.set(source, elementAt(source, filters));
        body.set(to, add(to, 4 * TILE_COLUMNS));
      });
    });
  });
}
