/** @file Works without a common setting, compared through the same value of the baseline. */
import { metrics } from '../../../data/contract/metric.ts';
import { timesFaster } from '../../../data/derive/stats.ts';
import { formatNumber, formatRatio } from '../../rows/format.ts';
import type { AcrossLine } from '../values/comparison.ts';
import type { Directory, Subject } from '../values/directory.ts';
import { titleOf } from './names.ts';
import { Scroll } from './Scroll.tsx';
import { SubjectHeaders, subjectLabels } from './SubjectHeaders.tsx';
import { engineName, workWords } from './words.ts';

interface AcrossProps {
  lines: readonly AcrossLine[];
  subjects: readonly Subject[];
  directory: Directory;
}

export function Across({ lines, subjects, directory }: AcrossProps) {
  if (lines.length === 0) return null;
  const labels = subjectLabels(subjects, directory);
  return (
    <section>
      <h3>Across settings</h3>
      <p className="caveat">
        These works have no setting in common. Both sides are compared with the same value of the{' '}
        {directory.baseline.name}: recipe, batch, number format or engine differ, so these ratios are no part
        of the means above.
      </p>
      <Scroll label={`Works compared across settings: ${titleOf(subjects, directory)}`}>
        <table className="compared-values stacked">
          <caption>Each at its fastest; times as fast as the {directory.baseline.name}</caption>
          <thead>
            <tr>
              <th scope="col">Work</th>
              <SubjectHeaders subjects={subjects} directory={directory} />
            </tr>
          </thead>
          <tbody>
            {lines.map(({ setting, baselineValue, values }) => (
              <tr key={`${setting.key} ${baselineValue}`}>
                <th scope="row">{workWords(setting, directory)}</th>
                {values.map((value, index) => (
                  <td key={subjects[index]!.id} className="number" data-label={labels[index]}>
                    {value === null ? (
                      'no value'
                    ) : (
                      <>
                        <strong>
                          {formatRatio(
                            timesFaster(metrics[setting.metric].higherIsBetter, value.value, baselineValue),
                          )}
                        </strong>
                        <span className="value">
                          {formatNumber(value.value)} {metrics[setting.metric].unit}
                        </span>
                        <span className="spread">
                          {value.setting.words} · {engineName(value.engine, directory)}
                        </span>
                      </>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
