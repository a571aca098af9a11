/** @file Finds cells that a file contains twice: an honest run never writes one twice, and two would be two votes. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Problem } from '../../data/contract/problem.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import { rememberedText } from '../../data/derive/remembered-text.ts';
import type { SubmissionFile } from '../values/file.ts';
import { hardwareIn } from '../values/hardware.ts';
import { candidateId } from './candidate.ts';

/** The ids of a cell without its machine, by the catalogue id of the device. */
const idsOf = remembered((cell: Cell) => {
  const unlisted = candidateId('', cell, null, []);
  const listed = rememberedText((hardware) => candidateId('', cell, hardware, []));
  return (hardware: string | null) => (hardware === null ? unlisted : listed(hardware));
});

export function duplicateCells({ shown, submission: { machine, results } }: SubmissionFile): Problem[] {
  const first = new Map<string, number>();
  const hardwareOf = hardwareIn(machine);
  return results.flatMap(({ cell }, index) => {
    const id = idsOf(cell)(hardwareOf(cell.device)?.id ?? null);
    const earlier = first.get(id);
    first.set(id, earlier ?? index);
    if (earlier === undefined) return [];
    const message = `is the same cell as results.${earlier}; a run measures each cell once: send the file as the runner wrote it, or measure again`;
    return [{ path: shown, field: `results.${index}.cell`, message }];
  });
}
