/** @file What to measure, and the button that starts the test. The built page has it, too, and works without React. */
import { type Choice, choices, devicesOf, durationText } from './choice.ts';
import { type Answer, answerText } from './device/adapter.ts';
import { OneThread } from './result/OneThread.tsx';

interface Props {
  /** Null while the browser is asked. */
  answer: Answer | null;
  choice: Choice;
  /** Left out on the built page. */
  choose?: (choice: Choice) => void;
  start?: () => void;
  /** For each device. */
  budgetS: number;
  /** Text of the button. */
  label: string;
  /** Whether the button is the main one. */
  primary: boolean;
}

/** Whether the page may share memory between threads; not known where the page is built. */
const isolated = (): boolean => globalThis.crossOriginIsolated === true;

export function Start({ answer, choice, choose, start, budgetS, label, primary }: Props) {
  const missing = answer !== null && 'noGpu' in answer;
  return (
    <form
      className="start"
      // Firefox would restore what was disabled before the page was reloaded.
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        start?.();
      }}
    >
      <fieldset className="choice">
        <legend>What to measure</legend>
        {choices.map(([value, name]) => (
          <label key={value}>
            <input
              type="radio"
              name="device"
              value={value}
              {...(choose
                ? { checked: choice === value, onChange: () => choose(value) }
                : { defaultChecked: choice === value })}
              disabled={(missing || answer === null) && value !== 'cpu'}
              aria-describedby={value === 'cpu' ? undefined : 'gpu-answer'}
            />{' '}
            {name}
          </label>
        ))}
      </fieldset>
      <p className="go">
        <button type="submit" className={primary ? 'primary' : undefined}>
          {label}
        </button>{' '}
        <span className="soft duration">{durationText(choice, budgetS)}</span>
      </p>
      <p id="gpu-answer" className={missing ? 'gpu-answer missing' : 'gpu-answer'}>
        <span>
          {answer === null ? 'Asking the browser for a GPU … ' : `${answerText(answer, isolated())} `}
        </span>
        <a href="#browsers" hidden={!missing}>
          What can be done
        </a>
      </p>
      <OneThread hidden={choose === undefined || isolated() || !devicesOf(choice).includes('cpu')} />
    </form>
  );
}
