/** @file What the submit page needs of every accepted file to say what another one would add. Pure. */
import type { Preview } from '../../data/contract/preview.ts';
import { SCHEMA_VERSION } from '../../data/contract/words.ts';
import type { FileSummary } from '../check/contract/check.ts';
import { ENOUGH } from '../check/physics/device-outlier.ts';
import { voterOf } from '../values/owner.ts';
import type { Extract } from './submission.ts';

/** The works whose values are doubted with one owner more than they have now. */
function doubtable(summaries: readonly FileSummary[]): Set<number> {
  const voters = new Map<number, Set<string>>();
  for (const summary of summaries) {
    for (const { peer } of summary.measurements) {
      if (peer === null) continue;
      const known = voters.get(peer.key) ?? new Set();
      voters.set(peer.key, known.add(voterOf(summary)));
    }
  }
  return new Set([...voters].flatMap(([key, { size }]) => (size >= ENOUGH - 1 ? [key] : [])));
}

/** What the preview tells of a file. */
export type Previewed = Pick<Extract, 'path' | 'summary'> & { machine: string | null };

/** @param files With their owners, in the order in which they were added. */
export function toPreview(files: readonly Previewed[]): Preview {
  const keys = doubtable(files.map(({ summary }) => summary));
  return {
    schemaVersion: SCHEMA_VERSION,
    kind: 'preview',
    files: files.map(({ path, machine, summary }) => ({
      path,
      owner: summary.owner,
      machine,
      peers: summary.measurements.flatMap(({ index, peer }): Preview['files'][number]['peers'] =>
        peer === null || !keys.has(peer.key) ? [] : [[index, peer.key, peer.hardware, peer.logValue]],
      ),
    })),
  };
}
