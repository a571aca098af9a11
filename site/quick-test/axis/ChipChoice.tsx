/** @file Asks which chip was measured: the likely ones at once, any other by its name. */
import { useId, useState } from 'react';
import type { DeviceKind } from '../../../data/contract/words.ts';
import { shortName } from '../../../data/derive/device-names.ts';
import { ChipBox } from '../../find/ChipBox.tsx';
import type { Chip } from '../../find/chip.ts';
import { DEVICE_NAMES } from '../result/words.ts';

interface Props {
  kind: DeviceKind;
  /** Address of the list of chips. */
  index: string;
  likely: readonly Chip[];
  /** Null while nothing is chosen. */
  chosen: Chip | null;
  onChoose(chip: Chip | null): void;
}

const intro = (likely: readonly Chip[]): string => {
  if (likely.length === 0)
    return 'The browser does not tell. Name it to see the result among native ones of it.';
  return likely.length === 1
    ? 'The browser tells its name. Correct it if it is another one.'
    : 'The browser tells only the family, so these are likely. Confirm yours to see the result among native ones of it.';
};

export function ChipChoice({ kind, index, likely, chosen, onChoose }: Props) {
  const name = useId();
  const [text, setText] = useState('');
  const offered = [...likely, ...(chosen && !likely.includes(chosen) ? [chosen] : [])];
  return (
    <fieldset className="chip-choice">
      <legend>Which {DEVICE_NAMES[kind]} is it?</legend>
      <p className="soft">{intro(likely)}</p>
      {offered.length > 0 && (
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
            <label>
              <input type="radio" name={name} checked={false} onChange={() => onChoose(null)} /> none of these
            </label>
          )}
        </div>
      )}
      <ChipBox
        id={`chip-${kind}`}
        label={offered.length > 0 ? 'Another one' : 'Name'}
        placeholder={kind === 'gpu' ? '4070s, m1max, rx6800' : 'i7-8700, ryzen 5800x'}
        index={index}
        text={text}
        onText={setText}
        onChoose={(chip) => {
          setText('');
          onChoose(chip);
        }}
        part={kind}
        others
      />
    </fieldset>
  );
}
