/** @file Writes a report as Markdown in which no text of a stranger has any effect. Pure. */
import { printable } from '../../data/contract/problem.ts';
import { counted, fourDigits } from '../../data/derive/counted.ts';
import type { MovedRow, Report, ReportedRow } from './report.ts';

/** GitHub allows 65,536 characters in a comment. */
export const MOST_CHARACTERS = 60_000;
/** Lines of each list in the comment; the artifact has the rest. */
const MOST_LINES = 40;
const LONGEST_TEXT = 160;

/** Hidden in the comment, so that the next run finds and replaces it. */
export const MARKER = '<!-- trainmark: report about the data of this pull request -->';

/**
 * A text of a stranger. Everything but letters, digits and spaces is written as an entity, so that Markdown, HTML and the
 * links that GitHub adds find no mark of theirs; and it is inside `code`, where GitHub looks for no names of users.
 */
export function inert(untrusted: string, maxLength = LONGEST_TEXT): string {
  const marked = printable(untrusted, maxLength).replace(
    /[^A-Za-z0-9 ]/gu,
    (character) => `&#${character.codePointAt(0)};`,
  );
  return `<code>${marked}</code>`;
}

function placeText(place: ReportedRow['place']): string {
  if (place === null) return 'none';
  const { rank, of, band } = place;
  return `${rank} of ${of}${band[0] === band[1] ? '' : ` (${band[0]} to ${band[1]})`}`;
}

const workText = ({ workload, mode, size }: ReportedRow | MovedRow): string =>
  `${workload} ${mode}${size === null ? '' : ` ${inert(size)}`}`;
const engineText = ({ engine, dtype, recipe }: ReportedRow | MovedRow): string =>
  `${engine} ${recipe} ${dtype}`;
const deviceText = ({ name, kind }: ReportedRow | MovedRow): string => `${inert(name, 80)} ${kind}`;

const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function rowLine(row: ReportedRow): string {
  const before = row.before === null ? '' : ` (before: ${fourDigits(row.before)})`;
  const place = row.reason === null ? placeText(row.place) : `none: ${inert(row.reason, 300)}`;
  return tableRow([
    workText(row),
    deviceText(row),
    engineText(row),
    `${fourDigits(row.value)} ${inert(row.unit)}${before}`,
    row.speedup === null ? '-' : `${fourDigits(row.speedup)}x`,
    place,
    row.trust,
    row.flags.map((flag) => inert(flag)).join(' ') || '-',
  ]);
}

const movedLine = (row: MovedRow): string =>
  tableRow([workText(row), deviceText(row), engineText(row), placeText(row.from), placeText(row.to)]);

interface Listed<Entry> {
  entries: readonly Entry[];
  count: number;
}

/** The lines of a list, and how many are left out. */
function lines<Entry>({ entries, count }: Listed<Entry>, toLine: (entry: Entry) => string): string[] {
  const shown = entries.slice(0, MOST_LINES).map(toLine);
  return count > shown.length ? [...shown, '', `and ${count - shown.length} more.`] : shown;
}

function section<Entry>(
  title: string,
  list: Listed<Entry>,
  head: readonly string[],
  toLine: (entry: Entry) => string,
): string[] {
  if (list.count === 0) return [];
  return [`### ${title}`, '', ...head, ...lines(list, toLine), ''];
}

const tableHead = (names: readonly string[]): string[] => [tableRow(names), tableRow(names.map(() => '---'))];

function conclusion({ accepted, problems, rows, gaps }: Report): string {
  const found = counted(problems.count, 'problem');
  if (accepted.count === 0)
    return problems.count === 0
      ? 'This pull request adds no results.'
      : `No result can be accepted yet: ${found}.`;
  const cells = gaps === 0 ? '' : `, and ${counted(gaps, 'cell')} without a value`;
  const files = `${counted(accepted.count, 'result file')} would add ${counted(rows.count, 'row')}${cells}`;
  return problems.count === 0
    ? `Ingest accepts it: ${files}.`
    : `${files}; there ${problems.count === 1 ? 'is' : 'are'} ${found} in other files.`;
}

/** Above a report that the pull request could have written itself. */
const FORGEABLE = [
  '> [!WARNING]',
  '> This pull request changes the workflow that computes this report, so the report may be anything. Compute it with',
  '> `npm run pull-request -- check` and the code of the base branch.',
  '',
];

/**
 * The comment: what would be added, at which places, with which flags, and what a maintainer has to look at.
 * @param isForgeable the pull request changes the workflow that computed the report
 */
export function toMarkdown(report: Report, isForgeable = false): string {
  const { accepted, problems, rows, moved, touched, others } = report;
  const whole = [
    MARKER,
    '## Results of this pull request',
    '',
    ...(isForgeable ? FORGEABLE : []),
    conclusion(report),
    '',
    ...section(
      'Problems',
      problems,
      [],
      ({ path, field, message }) => `- ${inert(path, 200)} ${inert(field)}: ${inert(message, 400)}`,
    ),
    ...section(
      'Rows',
      rows,
      tableHead(['workload', 'device', 'engine', 'value', 'speedup', 'place', 'trust', 'flags']),
      rowLine,
    ),
    ...section(
      'Rows of others that move or disappear',
      moved,
      tableHead(['workload', 'device', 'engine', 'place', 'new place']),
      movedLine,
    ),
    ...section('Accepted files', accepted, [], (path) => `- ${inert(path, 200)}`),
    ...section(
      `Changes or removes ${counted(touched.count, 'existing result')}; a maintainer reviews this`,
      touched,
      [],
      (line) => `- ${inert(line, 220)}`,
    ),
    ...section(
      `Changes ${counted(others.count, 'file')} outside of the results; a maintainer reviews this`,
      others,
      [],
      (line) => `- ${inert(line, 220)}`,
    ),
    `<sub>${isForgeable ? '' : 'Computed with the code of the base branch. '}It is updated with each push.</sub>`,
    '',
  ].join('\n');
  if (whole.length <= MOST_CHARACTERS) return whole;
  const cut = whole.lastIndexOf('\n', MOST_CHARACTERS);
  return `${whole.slice(0, cut)}\n\nThe rest is in the artifact of the run.\n`;
}
