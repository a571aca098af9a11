/** @file The quick test: shows the component for its current state. */

import type { Axis } from './axis/marks.ts';
import { Scale } from './axis/Scale.tsx';
import { Missing } from './Missing.tsx';
import { Outcome } from './Outcome.tsx';
import { Running } from './Running.tsx';
import { Start } from './Start.tsx';
import type { Origin } from './submission.ts';
import { TroubleBox } from './TroubleBox.tsx';
import { type State, useQuickTest } from './use-quick-test.ts';
import { DEVICE_NAMES, headlineOf } from './words.ts';

interface Props {
  origin: Origin;
  /** An axis for each part; the first one is shown before the test, too. */
  axes: readonly Axis[];
}

export function QuickTest({ origin, axes }: Props) {
  const test = useQuickTest(origin);
  const { state, noGpu, budgetS, budgetInvalid, cancel } = test;
  return (
    <div className="quick-test">
      {budgetInvalid && (
        <p className="warning">
          The budget in the address is not a number of seconds from 1 to 120; {budgetS} s are used.
        </p>
      )}
      {state.step === 'ready' && (
        <>
          {noGpu && <Missing reason={noGpu} />}
          <Start test={test} label="Start the test" primary />
        </>
      )}
      {state.step === 'running' && <Running state={state} onCancel={cancel} />}
      {state.step === 'trouble' && (
        <>
          <TroubleBox trouble={state.trouble} />
          <Start test={test} label="Start again" primary />
        </>
      )}
      {state.step === 'ended' ? (
        <Outcome ended={state.ended} axes={axes} test={test} />
      ) : (
        <Scale axis={axes[0]!} own={[]} />
      )}
      <p role="status" className="visually-hidden">
        {announce(state)}
      </p>
    </div>
  );
}

/** The text for screen readers: each step once, without the elapsed time. */
function announce(state: State): string {
  if (state.step === 'running') return state.now;
  if (state.step !== 'ended') return '';
  const { runs, stop } = state.ended;
  const rates = runs.flatMap((run) => {
    const rate = headlineOf(run);
    return rate === null ? [] : [`${DEVICE_NAMES[run.measured.kind]} ${rate}`];
  });
  const cancelled = stop === 'cancelled' ? 'Cancelled. ' : '';
  return `${cancelled}${rates.length === 0 ? 'No result' : rates.join(', ')}.`;
}
