/** @file What a chip of the box is called in the address of a comparison. Pure. */
import { type Chip, partOf } from '../../find/chip.ts';
import { deviceOf } from './directory.ts';

/**
 * A chip of the catalogue by its id. A device outside of it is its kind of device of the machine that measured it; a processor
 * whose machine measured only the GPU beside it is that machine.
 */
export function subjectIdOf({
  id,
  kind,
  machine,
  results,
}: Pick<Chip, 'id' | 'kind' | 'machine' | 'results'>): string {
  if (machine === null) return id;
  return results > 0 ? deviceOf(machine, partOf(kind)) : machine;
}
