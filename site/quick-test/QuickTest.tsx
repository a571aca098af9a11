/** @file The quick test: start, watch, cancel, read the result, take the file. */
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
  const { state, budgetS, budgetRefused, start, cancel } = useQuickTest(origin);
  return (
    <div className="quick-test">
      {budgetRefused && (
        <p className="warning">
          The address asks for a budget that is not a number of seconds from 1 to 120; {budgetS} s are used.
        </p>
      )}
      {state.step === 'missing' && <Missing why={state.why} />}
      {state.step === 'ready' && (
        <p className="go">
          <button type="button" className="primary" onClick={start}>
            Start the test
          </button>{' '}
          <span className="soft">About {budgetS} s of full load on the GPU. Nothing is sent anywhere.</span>
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

/** What a screen reader says: each step once, no ticking clock. */
function announce(state: State): string {
  if (state.step === 'running') return describeNow(state.now);
  if (state.step !== 'ended') return '';
  const best = bestOf(summarizeSizes(state.ended.results));
  const cancelled = state.ended.stop === 'cancelled' ? 'Cancelled. ' : '';
  return `${cancelled}${best ? `${formatNumber(best.tflops)} TFLOP/s at ${best.size} × ${best.size}.` : 'No result.'}`;
}
