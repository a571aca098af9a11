/** @file Cells are repeated as often as their preset says: never more often, and rarely less. P18 has the durations. */
import { rules } from '../../../data/catalogue/rules.ts';
import type { Preset } from '../../../data/contract/words.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

function findingsOf(measurement: Measurement, preset: Preset, isLimited: boolean): CheckFinding[] {
  const { cell, outcome } = measurement;
  const most = rules.presets[preset].repetitions[cell.mode];
  const count = outcome.repetitions.length;
  if (count > most) {
    const text = `${count} repetitions are more than the ${most} of the preset ${preset}; measure again, and keep every run as a file of its own`;
    return [{ check: 'preset-repetitions', severity: 'reject', measurement, text }];
  }
  if (count === 1 || count === most) return [];
  const text = `${count} of the ${most} repetitions of the preset ${preset} were measured`;
  return isLimited
    ? [
        {
          check: 'time-budget',
          severity: 'flag',
          measurement,
          text: `${text}, as the time budget allowed; measure again with a longer --time-budget`,
        },
      ]
    : [{ check: 'preset-repetitions', severity: 'flag', measurement, text }];
}

/** The quick test measures by its own budget of seconds, and nothing of it or of a smoke run is ranked. */
export const preset: Check = ({ file: { submission }, measurements }) =>
  submission.runner.origin === 'browser' || submission.preset === 'smoke'
    ? []
    : measurements.flatMap((measurement) =>
        findingsOf(measurement, submission.preset, submission.timeBudgetMs != null),
      );
