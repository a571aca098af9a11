/** @file Summarizes a panel in one sentence. */

import { variantOf } from '../../data/derive/comparison-key.ts';
import { shortName } from '../../data/derive/device-names.ts';
import type { Compared, Panel } from './compare.ts';
import {
  capitalize,
  formatNumber,
  formatRatio,
  formatShare,
  formatValue,
  kindWords,
  uncapitalize,
} from './format.ts';
import { panelHeadings } from './panel-heading.ts';
import { isSound } from './sound.ts';

/**
 * The fastest chip of a panel, compared with the 1.0x row if that has a value, and the fastest of the other kind, GPU or CPU;
 * only of rows that are sound. The sentence starts with what is compared, because another setting may be faster: "VGG16, beginner's code, published by others:
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
  const rows = (panel?.rows ?? []).filter(({ entry }) => isSound(entry));
  const first = fastest(rows);
  if (panel === undefined || first === undefined) return nothing(panel);
  const parts = [`${leader(panel, rows, first)}${goal(first)}`];
  if (first.ratio !== null && first.ratio !== 1) {
    parts.push(`, ${formatRatio(first.ratio)} the speed of the ${shortName(reference)}${against(first)}`);
  }
  const other = first.entry.kind === 'cpu' ? 'gpu' : 'cpu';
  const best = fastest(rows.filter(({ entry }) => entry.kind === other));
  if (best && panel.ranked) {
    const ratio = best.ratio === null ? '' : `, ${formatRatio(best.ratio)}`;
    const name = shortName(best.entry.name);
    parts.push(`; the fastest ${kindWords[other]} is the ${name} at ${formatValue(best.entry)}${ratio}`);
  }
  return `${parts.join('')}.`;
}

/** Why there is nobody to name. */
function nothing(panel: Panel | undefined): string {
  if (panel === undefined || panel.rows.length === 0) return 'nothing is measured yet.';
  return panel.rows.every(({ entry }) => entry.kind === 'software')
    ? 'nothing is measured on a real device yet.'
    : 'no value counts yet: what there is is held back, disputed or emulated.';
}

/** Who is first, in words that say no more than the rows do: a single chip beats nobody, and unranked rows have no winner. */
function leader({ ranked }: Panel, rows: readonly Compared[], { entry }: Compared): string {
  const [name, value] = [shortName(entry.name), formatValue(entry)];
  if (!ranked) return `not ranked; the fastest value is ${value}, of the ${name}`;
  if (rows.some((row) => row.entry.name !== entry.name || row.entry.kind !== entry.kind))
    return `the ${name} is fastest at ${value}`;
  const engines = new Set(rows.map((row) => row.entry.engineName));
  return `the ${name}, the only chip in this setting, ${entry.higherIsBetter ? 'reaches' : 'takes'} ${value}${engines.size > 1 ? ` with ${entry.engineName}` : ''}`;
}

/** The target of a time to a target; the setting says that data were generated. */
function goal({ entry: { convergence, comparisonKey } }: Compared): string {
  if (convergence === null) return '';
  const told = variantOf(comparisonKey).some((part) => /generated/.test(part));
  const data = convergence.dataSource === 'generated' && !told ? ' on generated data' : '';
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
