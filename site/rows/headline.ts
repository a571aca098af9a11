/** @file Summarizes a panel in one sentence. */

import { shortName } from '../../data/derive/device-names.ts';
import type { Compared, Panel } from './compare.ts';
import { capitalize, formatNumber, formatRatio, formatShare, formatValue, uncapitalize } from './format.ts';
import { panelHeadings } from './panel-heading.ts';

/**
 * The fastest GPU and the fastest CPU of a panel, compared with the 1.0x row, or with each other if that has no value. The
 * sentence starts with what is compared, because another setting may be faster: "VGG16, beginner's code, published by others:
 * the RTX ...".
 * @param title Of the workload; null if a heading above says it.
 */
export function headline(panel: Panel | undefined, title: string | null, reference: string): string {
  const start = [...(title === null ? [] : [title]), ...settingOf(panel, title === null)].join(', ');
  const sentence = sentenceOf(panel, reference);
  return start === '' ? capitalize(sentence) : `${start}: ${sentence}`;
}

/** What all rows of a panel share, in words. */
function settingOf(panel: Panel | undefined, first: boolean): string[] {
  const [heading = ''] = panel === undefined ? [] : panelHeadings([panel]);
  if (heading === '') return [];
  const words = heading.replace(': ', ', ');
  const named = panel?.rows[0]?.entry.languageModel !== null;
  return [first || named ? words : uncapitalize(words)];
}

function sentenceOf(panel: Panel | undefined, reference: string): string {
  const real = (panel?.rows ?? []).filter(({ entry }) => entry.kind !== 'software');
  const first = fastest(real);
  if (first === undefined) return 'nothing is measured on a real device yet.';
  const cpu = fastest(real.filter(({ entry }) => entry.kind === 'cpu'));
  const parts = [`${leader(panel!, real, first)}${goal(first)}`];
  if (first.ratio !== null && first.ratio !== 1) {
    parts.push(`, ${formatRatio(first.ratio)} the speed of the ${shortName(reference)}${against(first)}`);
  }
  if (cpu && cpu !== first) {
    const ratio = cpu.ratio === null ? '' : `, ${formatRatio(cpu.ratio)}`;
    parts.push(`; the fastest CPU is the ${shortName(cpu.entry.name)} at ${formatValue(cpu.entry)}${ratio}`);
  }
  return `${parts.join('')}.`;
}

/** Who is first, in words that say no more than the rows do: a single chip beats nobody, and unranked rows have no winner. */
function leader({ ranked }: Panel, rows: readonly Compared[], { entry }: Compared): string {
  const [name, value] = [shortName(entry.name), formatValue(entry)];
  if (!ranked) return `not ranked; the fastest value is ${value}, of the ${name}`;
  if (rows.some((row) => row.entry.name !== entry.name || row.entry.kind !== entry.kind))
    return `the ${name} is fastest at ${value}`;
  return `the only chip is the ${name}, at ${value}${rows.length > 1 ? ` with ${entry.engineName}` : ''}`;
}

/** The target and the data of a time to a target: seconds on generated data say nothing about the real set. */
function goal({ entry: { convergence } }: Compared): string {
  if (convergence === null) return '';
  const data = convergence.dataSource === 'generated' ? ' on generated data' : '';
  return ` to ${formatShare(convergence.target)} accuracy${data}`;
}

/** The absolute value of the 1.0x row, from any ratio to it. */
function against({ entry, ratio }: Compared): string {
  if (ratio === null) return '';
  const value = entry.higherIsBetter ? entry.value / ratio : entry.value * ratio;
  return ` (${formatNumber(value)} ${entry.unit})`;
}

/** The first of the fastest rows. */
const fastest = (rows: readonly Compared[]): Compared | undefined =>
  rows.reduce<Compared | undefined>(
    (best, row) => (best === undefined || isFaster(row, best) ? row : best),
    undefined,
  );

const isFaster = ({ entry: a }: Compared, { entry: b }: Compared): boolean =>
  a.higherIsBetter ? a.value > b.value : a.value < b.value;
