/** @file Summarizes a panel in one sentence. */

import { shortName } from '../../data/derive/device-names.ts';
import type { Compared, Panel } from './compare.ts';
import { formatNumber, formatRatio, formatShare, formatValue } from './format.ts';
import { modelName } from './language-model.ts';

/**
 * The fastest GPU and the fastest CPU of a panel, compared with the 1.0x row, or with each other if that has no value. `title`
 * comes first: "VGG16: the RTX ..."; null if a heading above says it.
 */
export function headline(panel: Panel | undefined, title: string | null, reference: string): string {
  const sentence = sentenceOf(panel, reference);
  return title === null ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : `${title}: ${sentence}`;
}

function sentenceOf(panel: Panel | undefined, reference: string): string {
  const ranked = (panel?.rows ?? []).filter(({ entry }) => entry.kind !== 'software').toSorted(fastestFirst);
  const first = ranked[0];
  if (first === undefined) return 'nothing is measured on a real device yet.';
  const cpu = ranked.find(({ entry }) => entry.kind === 'cpu');
  const parts = [
    `the ${shortName(first.entry.name)} is fastest at ${formatValue(first.entry)}${goal(first)}${model(first)}`,
  ];
  if (first.ratio !== null && first.ratio !== 1) {
    parts.push(`, ${formatRatio(first.ratio)} the speed of the ${shortName(reference)}${against(first)}`);
  }
  if (cpu && cpu !== first) {
    const ratio = cpu.ratio === null ? '' : `, ${formatRatio(cpu.ratio)}`;
    parts.push(`; the fastest CPU is the ${shortName(cpu.entry.name)} at ${formatValue(cpu.entry)}${ratio}`);
  }
  return `${parts.join('')}.`;
}

/** The target and the data of a time to a target: seconds on generated data say nothing about the real set. */
function goal({ entry: { convergence } }: Compared): string {
  if (convergence === null) return '';
  const data = convergence.dataSource === 'generated' ? ' on generated data' : '';
  return ` to ${formatShare(convergence.target)} accuracy${data}`;
}

/** Tokens of a different model file are different work. */
const model = ({ entry: { languageModel } }: Compared): string =>
  languageModel === null ? '' : ` of ${modelName(languageModel)}`;

/** The absolute value of the 1.0x row, from any ratio to it. */
function against({ entry, ratio }: Compared): string {
  if (ratio === null) return '';
  const value = entry.higherIsBetter ? entry.value / ratio : entry.value * ratio;
  return ` (${formatNumber(value)} ${entry.unit})`;
}

function fastestFirst(a: Compared, b: Compared): number {
  return a.entry.higherIsBetter ? b.entry.value - a.entry.value : a.entry.value - b.entry.value;
}
