/** @file Which rows prove something about their hardware. Pure. */
import type { ListedRow } from './named-row.ts';

/** How the reason of a row starts whose hardware merely has no known peak. */
const UNKNOWN_HARDWARE = 'Unknown hardware';

/** Whether a row is not ranked for a reason that doubts its value: it is held back, or from a smoke run. */
export const isHeldBack = ({ rankReason }: Pick<ListedRow, 'rankReason'>): boolean =>
  rankReason !== null && !rankReason.startsWith(UNKNOWN_HARDWARE);

/** Whether a row may be named as an example: what is held back, emulated or disputed proves nothing. */
export const isSound = (row: Pick<ListedRow, 'rankReason' | 'kind' | 'trust'>): boolean =>
  row.kind !== 'software' && row.trust !== 'disputed' && !isHeldBack(row);

/** What a chart says of a value that does not count: "held back", "disputed"; null if it counts. */
export function doubtOf(row: Pick<ListedRow, 'rankReason' | 'trust' | 'kind'>): string | null {
  if (row.trust === 'disputed') return 'disputed';
  // An emulated GPU is never ranked, and a chart says what it is.
  if (row.kind === 'software' || !isHeldBack(row)) return null;
  const [word] = /^(?:Held back|Disputed)/.exec(row.rankReason!) ?? ['not ranked'];
  return word.toLowerCase();
}
