/** @file Which engines can compute a cell that another one cannot, by their declarations. Pure. */
import type { Engine } from '../protocol/engine.ts';

/**
 * @param reason Why the engine cannot.
 * @returns "use --engine a, b or c"; null if no other can, if only the device lacks it, or if the reason says what to change.
 */
export function otherEngines(
  engine: Engine,
  cell: Parameters<Engine['unsupported']>[0],
  reason: string,
  engines: readonly Engine[],
): string | null {
  const able = engines.filter(
    ({ deviceKinds, unsupported }) => deviceKinds.includes(cell.device.kind) && unsupported(cell) === null,
  );
  if (able.length === 0 || engine.unsupported(cell) === null || /; use --/.test(reason)) return null;
  const ids = new Intl.ListFormat('en', { type: 'disjunction' }).format(able.map(({ id }) => id));
  return `use --engine ${ids.replace(', or ', ' or ')}`;
}
