/** @file Formats numbers and settings for readers. */
import type { Measurer, Row } from '../../data/contract/leaderboard.ts';
import type { Trust } from '../../data/contract/words.ts';
import { counted } from '../../data/derive/counted.ts';
import { listWords } from './list-words.ts';

export { modeWords } from '../../data/derive/rows/mode-words.ts';

/** Made once, because making one takes far longer than formatting a number. */
const threeDigits = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });
const tenths = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

/** Three significant digits, grouped thousands, no trailing zeros: 863 -> "863", 4.4 -> "4.4", 0.83251 -> "0.833". */
export function formatNumber(value: number): string {
  return threeDigits.format(value);
}

/** Three significant digits of a ratio, zeros kept so that columns align: "123x", "41.1x", "2.35x", "1.00x". */
export function formatRatio(ratio: number): string {
  if (ratio >= 1000) return `${formatNumber(ratio)}x`;
  return `${ratio.toPrecision(3)}x`;
}

/** A share of one as a percentage, to a tenth: 0.991 -> "99.1 %", 0.99 -> "99 %". */
export function formatShare(share: number): string {
  return `${tenths.format(share * 100)} %`;
}

export function formatValue({ value, unit }: Pick<Row, 'value' | 'unit'>): string {
  return `${formatNumber(value)} ${unit}`;
}

/** The spread of a value in words: "6.8 to 7.4 (95 % interval)". */
export function formatSpread({ ci, machines }: Pick<Row, 'ci' | 'machines'>): string {
  if (ci === null) return 'not known: one value';
  const kind = ci.kind === 'range' ? 'smallest to largest' : '95 % interval';
  const of = machines > 1 ? `${kind} of the machines` : kind;
  return `${formatNumber(ci.low)} to ${formatNumber(ci.high)} (${of})`;
}

/** How many machines and submissions are behind a value: "1, in 1 submission", "3 of different owners, in 5 submissions". */
export function formatMachines({ machines, runs }: Pick<Row, 'machines' | 'runs'>): string {
  const owners = machines === 1 ? '1' : `${machines} of different owners`;
  return `${owners}, in ${counted(runs, 'submission')}`;
}

/** The rank, with the places that the spread allows: "3", or "2-4, tied" where intervals overlap. */
export function formatRank({ rank, rankBand }: Pick<Row, 'rank' | 'rankBand'>): string {
  if (rank === null) return '–';
  if (rankBand === null || rankBand[0] === rankBand[1]) return String(rank);
  return `${rankBand[0]}–${rankBand[1]}`;
}

/** "batch 128", "2048 x 2048", "128 tokens": the sizes of the work that apply. */
export function formatSizes({
  batchSize,
  size,
  sequenceLength,
}: Pick<Row, 'batchSize' | 'size' | 'sequenceLength'>): string[] {
  return [
    ...(batchSize === null ? [] : [`batch ${batchSize}`]),
    ...(size === null ? [] : [`${size} x ${size}`]),
    ...(sequenceLength === null ? [] : [`${sequenceLength} tokens`]),
  ];
}

export const kindWords = { gpu: 'GPU', cpu: 'CPU', software: 'emulated GPU' } as const;

export const provenanceWords: Record<Row['provenance'], string> = {
  published: 'published by others',
  measured: 'measured by Trainmark',
  'quick-test': 'quick test in a browser',
};

const measurerWords: Record<Measurer, string> = {
  maintainers: 'the maintainers',
  contributor: 'a contributor',
  publication: 'others',
};

/** "the maintainers", "a contributor and the maintainers". */
export const whoMeasured = ({ measuredBy }: { measuredBy: readonly Measurer[] }): string =>
  listWords(measuredBy.map((by) => measurerWords[by]).toSorted());

/** "measured by the maintainers", "published by others", "quick test in a browser, by a contributor". */
export function formatOrigin(row: Pick<Row, 'provenance'> & { measuredBy: readonly Measurer[] }): string {
  if (row.provenance === 'published') return provenanceWords.published;
  const who = whoMeasured(row);
  return row.provenance === 'measured' ? `measured by ${who}` : `${provenanceWords['quick-test']}, by ${who}`;
}

export const originWords: Record<Row['provenance'], string> = {
  published: 'published',
  measured: 'measured',
  'quick-test': 'quick test',
};

/** The origin that the heading of rows names: the one of all, or of the measured ones if the others are quick tests, which say so. */
export function sharedOrigin(rows: readonly Pick<Row, 'provenance'>[]): Row['provenance'] | null {
  const [first, ...others] = new Set(rows.map(({ provenance }) => provenance));
  if (first === undefined || others.length === 0) return first ?? null;
  return [first, ...others].includes('published') ? null : 'measured';
}

export const trustWords: Record<Trust, string> = {
  published: 'published: somebody else’s figure, not measured by Trainmark',
  'self-reported': 'self-reported: one submitter, passed the checks',
  consistent: 'consistent: agrees with other submitters of the same device',
  reproduced: 'reproduced: measured again by others',
  disputed: 'disputed: doubted, see the notes',
};

/** A text with a capital first letter. */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A text with a small first letter, for the middle of a sentence. */
export const uncapitalize = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
