/** @file The list of chips for the box, fetched when it gets the focus. */
import { hardware } from '../../data/catalogue/index.ts';
import { toIndexFile } from '../find/index-file.ts';
import { entries } from '../rows/read.ts';

export function GET(): Response {
  const results = new Map<string, number>();
  for (const { hardware: id, kind } of entries) {
    if (id !== null && kind !== 'software') results.set(id, (results.get(id) ?? 0) + 1);
  }
  return Response.json(toIndexFile(hardware, results));
}
