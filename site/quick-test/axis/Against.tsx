/** @file The chips that a visitor wants to see beside the result: any that was measured, found by its name. */
import { useId, useState } from 'react';
import { shortName } from '../../../data/derive/device-names.ts';
import { ChipBox } from '../../find/ChipBox.tsx';
import type { Chip } from '../../find/chip.ts';
import { axes } from './axis.ts';
import type { Native } from './native.ts';
import { type ChipRun, nativeOf, placeRuns } from './placed.ts';

/** As many are drawn beside the others. */
const MOST = 6;

interface Props {
  runs: readonly ChipRun[];
  native: Native;
  /** Address of the list of chips. */
  index: string;
  against: readonly Chip[];
  onChange(against: readonly Chip[]): void;
}

export function Against({ runs, native, index, against, onChange }: Props) {
  const id = useId();
  const [text, setText] = useState('');
  const parts = axes.filter(({ part }) => placeRuns(part, runs, native).length > 0);
  const isDrawn = (chip: Chip) => parts.some(({ part }) => nativeOf(part, [chip], native).length > 0);
  const without = against.filter((chip) => !isDrawn(chip));
  return (
    <fieldset className="chip-choice">
      <legend>Compare with</legend>
      {against.length > 0 && (
        <div className="offered">
          {against.map((chip) => (
            <button
              key={chip.id}
              type="button"
              onClick={() => onChange(against.filter((one) => one !== chip))}
            >
              {shortName(chip.name)} <span aria-hidden="true">×</span>
              <span className="visually-hidden">, remove</span>
            </button>
          ))}
        </div>
      )}
      {without.length > 0 && (
        <p role="status">
          No native result of what was measured here: {without.map(({ name }) => shortName(name)).join(', ')}.
        </p>
      )}
      {against.length < MOST && (
        <ChipBox
          id={`against-${id}`}
          label="Any chip with native results"
          placeholder="h200, m1 max, i7-8700"
          index={index}
          text={text}
          onText={setText}
          onChoose={(chip, rest) => {
            setText(rest);
            if (!against.some((one) => one.id === chip.id)) onChange([...against, chip]);
          }}
          others
        />
      )}
    </fieldset>
  );
}
