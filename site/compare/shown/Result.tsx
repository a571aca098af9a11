/** @file A comparison as the page shows it: what it says in words, the chart, the table behind it. */

import { capitalize } from '../../rows/format.ts';
import type { AcrossLine, Comparison } from '../values/comparison.ts';
import type { Directory } from '../values/directory.ts';
import { Across } from './Across.tsx';
import { Letter } from './Letter.tsx';
import { namesOf } from './names.ts';
import { RatioChart } from './RatioChart.tsx';
import { SettingsTable } from './SettingsTable.tsx';
import { meanWords, sharedVerdict, verdictSentences } from './words.ts';

interface ResultProps {
  comparison: Comparison;
  across: readonly AcrossLine[];
  directory: Directory;
  /** Lines that are shown, at most; the others are counted. */
  most: number;
  /** Shows all lines; null where that is impossible. */
  onAll: (() => void) | null;
}

export function Result({ comparison, across, directory, most, onAll }: ResultProps) {
  const { subjects, means, lines } = comparison;
  const names = namesOf(subjects, directory);
  const shown = lines.slice(0, most);
  const left = lines.length - shown.length;
  const alike = sharedVerdict(means);
  return (
    <>
      <ul className="verdicts" data-picture>
        <li>
          <Letter index={0} subject={subjects[0]!} />
          <span>{capitalize(names[0]!.inSentence)} is 1.0x.</span>
        </li>
        {subjects.slice(1).map((subject, index) => {
          const { speed, rest } = meanWords(comparison, names, index + 1);
          return (
            <li key={subject.id}>
              <Letter index={index + 1} subject={subject} />
              <span>
                <strong>{speed}</strong>
                {rest} {alike === null && verdictSentences(means[index + 1]!).join(' ')}
              </span>
            </li>
          );
        })}
      </ul>
      {alike !== null && <p data-picture>{alike}</p>}
      {shown.length > 0 && (
        <div data-picture>
          <RatioChart comparison={comparison} directory={directory} lines={shown} />
          <SettingsTable comparison={comparison} directory={directory} lines={shown} />
        </div>
      )}
      {left > 0 && (
        <p className="more-lines">
          {left} more {left === 1 ? 'setting is' : 'settings are'} counted above and not shown.{' '}
          {onAll !== null && (
            <button type="button" onClick={onAll}>
              Show all {lines.length}
            </button>
          )}
        </p>
      )}
      <Across lines={across} subjects={subjects} directory={directory} />
    </>
  );
}
