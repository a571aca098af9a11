/** @file The README's table of workloads. Pure. */
import type { WorkloadFacts } from '../../data/contract/catalogue.ts';

const BEGIN = '<!-- workloads: written by npm run generate -->';
const END = '<!-- end of workloads -->';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const tableOf = (entries: readonly WorkloadFacts[]): string =>
  [
    row(['workload', 'what it is', 'parameters', 'modes']),
    row(['---', '---', '--:', '---']),
    ...entries.map(({ id, title, parameters, modes }) =>
      row([`\`${id}\``, title, parameters?.toLocaleString('en-US') ?? '', modes.join(', ')]),
    ),
  ].join('\n');

/**
 * Replaces the table between the two markers in the README.
 * @throws Error if a marker is missing.
 */
export function withTable(readme: string, entries: readonly WorkloadFacts[]): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(
      `README.md: the markers of the table of workloads are missing; put "${BEGIN}" and "${END}" around it`,
    );
  }
  return `${readme.slice(0, begin)}${BEGIN}\n${tableOf(entries)}\n${readme.slice(end)}`;
}
