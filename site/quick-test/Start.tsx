/** @file What to measure, and the button that starts the test. */
import { type Choice, devicesOf } from './choice.ts';
import { OneThread } from './OneThread.tsx';
import type { QuickTest } from './use-quick-test.ts';

const choices: readonly [Choice, string][] = [
  ['gpu', 'GPU'],
  ['cpu', 'CPU'],
  ['both', 'GPU, then CPU'],
];

interface Props {
  test: QuickTest;
  /** Text of the button. */
  label: string;
  /** Whether the button is the main one. */
  primary: boolean;
}

export function Start({ test, label, primary }: Props) {
  const { noGpu, isolated, choice, choose, budgetS, start } = test;
  const devices = devicesOf(choice);
  return (
    <>
      {noGpu === null && (
        <fieldset className="choice">
          <legend>What to measure</legend>
          {choices.map(([value, name]) => (
            <label key={value}>
              <input
                type="radio"
                name="device"
                value={value}
                checked={choice === value}
                onChange={() => choose(value)}
              />{' '}
              {name}
            </label>
          ))}
        </fieldset>
      )}
      <p className="go">
        <button type="button" className={primary ? 'primary' : undefined} onClick={start}>
          {label}
        </button>{' '}
        <span className="soft">
          Takes about {budgetS * devices.length} s at full load. Nothing is uploaded.
        </span>
      </p>
      {devices.includes('cpu') && !isolated && <OneThread />}
    </>
  );
}
