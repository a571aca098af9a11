/** @file The end of the report: where the results are, and what to do next. */
import { join, relative, sep } from 'node:path';
import { shownPath } from '../../data/command-line/user-path.ts';
import { type Preset, SUITE_VERSION } from '../../data/contract/words.ts';
import type { Acceptance } from '../results/check-with-ingest.ts';
import type { Colors } from '../text/colors.ts';
import { benchCommand } from '../text/command-line.ts';

/** How a run ended. */
export interface End {
  preset: Preset;
  /** The file of the results; null if there is none. */
  path: string | null;
  /** Why the file is not in the requested folder; null if it is. */
  rescued: string | null;
  /** Arguments that resume the run after an interruption; null if it is complete. */
  again: readonly string[] | null;
  /** What ingest says of the file. */
  acceptance: Acceptance;
}

/**
 * @param root Root of the repository.
 * @param isExplained Whether the report says above why a cell has no value.
 */
export function formatNextStep(
  { preset, path, rescued, again, acceptance }: End,
  root: string,
  isExplained: boolean,
  colors: Colors,
): string {
  if (path === null) return formatNothing(again !== null, isExplained);
  const written = `Results: ${colors.bold(shownPath(path))}`;
  if (rescued !== null) return `${written}\n${rescued}. Move the file to the folder you want.`;
  if (again !== null) return `${written}\nTo resume the run:\n  ${benchCommand(again)}`;
  if (acceptance.status === 'refused') return `${written}\n${formatRefusal(acceptance.problems, colors)}`;
  if (preset === 'smoke')
    return `${written}\nA smoke run is too short to be ranked, so it is not for publishing.`;
  return `${written}\n${isSubmission(root, path) ? PUBLISH : COPY}`;
}

function formatNothing(isInterrupted: boolean, isExplained: boolean): string {
  if (isInterrupted) return 'Stopped before anything was measured, so no result file was written.';
  const nothing = 'Nothing was measured, so no result file was written.';
  return isExplained ? nothing : `${nothing} Run \`npm run bench -- doctor\` to find out why.`;
}

/** Whether a file lies where ingest looks for submissions. */
function isSubmission(root: string, path: string): boolean {
  const inside = relative(join(root, 'data', 'submissions'), path);
  return !inside.startsWith('..') && inside.includes(sep);
}

const PUBLISH = [
  'Next: `npm run ingest -- --check` checks it, and `npm run dev` shows it next to the others. To publish it, commit',
  'only this file on a branch and open a pull request. It names the hardware and the system, and nothing personal.',
].join('\n');

const COPY = `To publish it, copy it to data/submissions/suite-${SUITE_VERSION}/ and open a pull request with only this file.`;

/** Why the file cannot be published. It is never edited, so that only measuring again or a fixed runner helps. */
const formatRefusal = (problems: readonly string[], colors: Colors): string =>
  [
    colors.yellow('It cannot be published, because ingest would refuse it:'),
    ...problems.map((problem) => `  ${problem}`),
    'Delete it and measure again; if this happens twice, report it with these lines.',
  ].join('\n');
