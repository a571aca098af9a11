/** @file Which device of the catalogue it is, so that its peak is shown on the axes. */
import type { Hardware } from '../../data/contract/catalogue.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { bestOf } from './best.ts';
import type { Run } from './session.ts';
import { DEVICE_NAMES } from './words.ts';

interface Props {
  run: Run;
  /** Id of a catalogue entry, or empty. */
  chosen: string;
  onChoose(id: string): void;
}

export function HardwareChoice({ run, chosen, onChoose }: Props) {
  const { likely, others } = run.candidates;
  if (likely.length + others.length === 0 || bestOf(run.summaries, 'product') === null) return null;
  const options = (entries: readonly Hardware[]) =>
    entries.map(({ id, name }) => (
      <option key={id} value={id}>
        {shortName(name)}
      </option>
    ));
  return (
    <p>
      <label>
        Which {DEVICE_NAMES[run.measured.kind]} is it? Its peak is shown on the axes:{' '}
        <select value={chosen} onChange={(event) => onChoose(event.target.value)}>
          <option value="">unknown or not listed</option>
          {likely.length > 0 && <optgroup label="Likely">{options(likely)}</optgroup>}
          {[...Map.groupBy(others, ({ vendor }) => vendor)].map(([vendor, entries]) => (
            <optgroup key={vendor} label={vendor}>
              {options(entries)}
            </optgroup>
          ))}
        </select>
      </label>
    </p>
  );
}
