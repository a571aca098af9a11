/** @file The quick test: shows the component for its current state. */
import { formatNumber } from '../rows/format.ts';
import { Missing } from './Missing.tsx';
import type { Mark } from './marks.ts';
import { Outcome } from './Outcome.tsx';
import { describeNow, Running } from './Running.tsx';
import { bestOf, summarizeSizes } from './result.ts';
import { Scale } from './Scale.tsx';
import type { Origin } from './submission.ts';
import { TroubleBox } from './TroubleBox.tsx';
import { type State, useQuickTest } from './use-quick-test.ts';

interface Props {
  origin: Origin;
  /** Native results and peaks, for the axis. */
  marks: readonly Mark[];
}

export function QuickTest({ origin, marks }: Props) {
  const { state, budgetS, budgetInvalid, start, cancel } = useQuickTest(origin);
  return (
    <div className="quick-test">
      {budgetInvalid && (
        <p className="warning">
          The budget in the address is not a number of seconds from 1 to 120; {budgetS} s are used.
        </p>
      )}
      {state.step === 'missing' && <Missing reason={state.reason} />}
      {state.step === 'ready' && (
        <p className="go">
          <button type="button" className="primary" onClick={start}>
            Start the test
          </button>{' '}
          <span className="soft">Takes about {budgetS} s at full GPU load. Nothing is uploaded.</span>
        </p>
      )}
      {state.step === 'running' && <Running state={state} budgetS={budgetS} onCancel={cancel} />}
      {state.step === 'trouble' && <TroubleBox trouble={state.trouble} onAgain={start} />}
      {state.step === 'ended' ? (
        <Outcome ended={state.ended} marks={marks} onAgain={start} />
      ) : (
        <Scale marks={marks} own={null} />
      )}
      <p role="status" className="visually-hidden">
        {announce(state)}
      </p>
    </div>
  );
}

/** The text for screen readers: each step once, without the elapsed time. */
function announce(state: State): string {
  if (state.step === 'running') return describeNow(state.now);
  if (state.step !== 'ended') return '';
  const best = bestOf(summarizeSizes(state.ended.results));
  const cancelled = state.ended.stop === 'cancelled' ? 'Cancelled. ' : '';
  return `${cancelled}${best ? `${formatNumber(best.tflops)} TFLOP/s at ${best.size} × ${best.size}.` : 'No result.'}`;
}
