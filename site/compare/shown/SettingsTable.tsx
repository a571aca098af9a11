/** @file The table behind the chart: values side by side, each with its spread, its ratio and what the intervals say. */
import { metrics } from '../../../data/contract/metric.ts';
import { formatNumber, formatRatio } from '../../rows/format.ts';
import { link, workloadPath } from '../../rows/links.ts';
import type { Comparison, Line, Side } from '../values/comparison.ts';
import type { Directory } from '../values/directory.ts';
import { namesOf, titleOf } from './names.ts';
import { Scroll } from './Scroll.tsx';
import { SubjectHeaders, subjectLabels } from './SubjectHeaders.tsx';
import { engineName, engineOf, lineWords, spreadWords, verdictWords, workWords } from './words.ts';

interface SettingsTableProps {
  comparison: Comparison;
  directory: Directory;
  lines: readonly Line[];
}

export function SettingsTable({ comparison, directory, lines }: SettingsTableProps) {
  const { subjects } = comparison;
  const names = namesOf(subjects, directory);
  const labels = subjectLabels(subjects, directory);
  const engines = subjects.some(({ engine }) => engine === null);
  const groups = [...Map.groupBy(lines, ({ setting }) => workWords(setting, directory))];
  return (
    <Scroll label={`Values side by side: ${titleOf(subjects, directory)}`}>
      <table className="compared-values stacked">
        <caption>Values with their spread; ratios to {names[0]!.inSentence}</caption>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <SubjectHeaders subjects={subjects} directory={directory} />
          </tr>
        </thead>
        {groups.map(([title, own]) => (
          <tbody key={title}>
            <tr className="panel">
              <th scope="rowgroup" colSpan={subjects.length + 1}>
                <a href={link(workloadPath(own[0]!.setting.workload, own[0]!.setting.mode))}>{title}</a>
              </th>
            </tr>
            {own.map((line) => (
              <tr key={`${line.setting.key} ${line.engine}`}>
                <th scope="row">{lineWords(line, directory)}</th>
                {line.sides.map((side, index) => (
                  <Cell
                    key={subjects[index]!.id}
                    side={side}
                    label={labels[index]!}
                    first={index === 0}
                    engine={
                      side === null || !engines || engineOf(line) !== null
                        ? null
                        : engineName(side.value.engine, directory)
                    }
                  />
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Scroll>
  );
}

interface CellProps {
  side: Side | null;
  /** What the column is called, for a screen without columns. */
  label: string;
  first: boolean;
  /** Null if all values of the line have the same one. */
  engine: string | null;
}

function Cell({ side, label, first, engine }: CellProps) {
  if (side === null)
    return (
      <td className="number none" data-label={label}>
        no value
      </td>
    );
  const { value, ratio, verdict } = side;
  const remarks = [...(engine === null ? [] : [engine]), ...(value.disputed ? ['disputed'] : [])];
  return (
    <td className="number" data-label={label}>
      {/* The reference has its line, too, so that the values of a setting stand beside each other. */}
      <strong>{formatRatio(ratio)}</strong>{' '}
      {!first && <span className={`verdict ${verdict}`}>{verdictWords[verdict]}</span>}
      <span className="value">
        {formatNumber(value.value)} {metrics[value.setting.metric].unit}
      </span>
      {/* A number and its unit stay on one line. */}
      <span className="spread">{spreadWords(side).replace(/ (?=\w+$)/, '\u00a0')}</span>
      {remarks.length > 0 && <span className="spread">{remarks.join(', ')}</span>}
    </td>
  );
}
