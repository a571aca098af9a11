/** @file Asks which chip was measured: the likely ones at once, any other by its name. */
import { useId, useState } from 'react';
import type { DeviceKind } from '../../../data/contract/words.ts';
import { comparable, shortName } from '../../../data/derive/device-names.ts';
import { DEVICE_NAMES } from '../result/words.ts';
import type { Chip } from './chip.ts';

interface Props {
  kind: DeviceKind;
  chips: readonly Chip[];
  likely: readonly Chip[];
  /** Null while nothing is chosen. */
  chosen: Chip | null;
  onChoose(chip: Chip | null): void;
}

/** As many hits are offered. */
const MOST = 8;

export function ChipChoice({ kind, chips, likely, chosen, onChoose }: Props) {
  const name = useId();
  const [text, setText] = useState('');
  const found = text.trim() === '' ? [] : find(chips, kind, text);
  const offered = [...new Set([...likely, ...found, ...(chosen ? [chosen] : [])])];
  return (
    <fieldset className="chip-choice">
      <legend>Which {DEVICE_NAMES[kind]} is it?</legend>
      <p className="soft">
        {likely.length > 0
          ? 'The browser tells only the family, so these are likely. Confirm yours to see it among its native results.'
          : 'The browser does not tell. Name it to see it among its native results.'}
      </p>
      <div className="offered">
        {offered.map((chip) => (
          <label key={chip.id}>
            <input
              type="radio"
              name={name}
              checked={chosen?.id === chip.id}
              onChange={() => onChoose(chip)}
            />{' '}
            {shortName(chip.name)}
          </label>
        ))}
        {chosen && (
          <button type="button" onClick={() => onChoose(null)}>
            None of these
          </button>
        )}
      </div>
      <label className="other">
        {offered.length > 0 ? 'Another one: ' : 'Name: '}
        <input
          type="search"
          value={text}
          autoComplete="off"
          placeholder={kind === 'gpu' ? 'rtx 4070, m1 max …' : 'i7-8700, ryzen 5800x …'}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {text.trim() !== '' && found.length === 0 && <p role="status">No {DEVICE_NAMES[kind]} of this name.</p>}
    </fieldset>
  );
}

/** Chips whose names have every word. */
function find(chips: readonly Chip[], kind: DeviceKind, text: string): Chip[] {
  const words = comparable(text).split(' ');
  return chips
    .filter((chip) => (chip.kind === 'cpu') === (kind === 'cpu'))
    .filter(({ name }) => words.every((word) => comparable(name).replaceAll(' ', '').includes(word)))
    .slice(0, MOST);
}
