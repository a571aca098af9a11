/** @file A comparison as Markdown, for a forum or a pull request. Pure. */
import { metrics } from '../../../data/contract/metric.ts';
import { formatNumber, formatRatio } from '../../rows/format.ts';
import { markdownTable, markdownText } from '../../rows/markdown.ts';
import type { Comparison, Side } from '../values/comparison.ts';
import type { Directory } from '../values/directory.ts';
import { namesOf, titleOf } from './names.ts';
import { lineWords, meanWords, spreadWords, verdictSentences, verdictWords, workWords } from './words.ts';

function cell(side: Side | null, first: boolean): string {
  if (side === null) return '–';
  const { value, ratio, verdict } = side;
  const own = `${formatNumber(value.value)} ${metrics[value.setting.metric].unit} (${spreadWords(side)})`;
  return first ? own : [`**${formatRatio(ratio)}**`, verdictWords[verdict], own].filter(Boolean).join(' ');
}

/** The whole comparison with all of its settings. */
export function toMarkdown(comparison: Comparison, directory: Directory, address: string): string {
  const { subjects, lines, means } = comparison;
  const names = namesOf(subjects, directory);
  const sentences = subjects.slice(1).map((_, index) => {
    const { speed, rest } = meanWords(comparison, names, index + 1);
    return ['-', markdownText(speed + rest), ...verdictSentences(means[index + 1]!)].join(' ');
  });
  const rows = lines.map((line) => {
    const setting = `${workWords(line.setting, directory)}: ${lineWords(line, directory)}`;
    return [markdownText(setting), ...line.sides.map((side, index) => cell(side, index === 0))];
  });
  const columns = ['Setting', ...names.map(({ short }) => markdownText(short))].map((head) => ({ head }));
  return [
    `**${markdownText(titleOf(subjects, directory))}**`,
    '',
    ...sentences,
    ...(lines.length === 0 ? [] : ['', ...markdownTable(columns, rows)]),
    '',
    `Trainmark: <${address}>`,
    '',
  ].join('\n');
}
