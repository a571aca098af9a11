/** @file The quick test: shows the component for its current state. */
import { formatNumber } from '../rows/format.ts';
import { bestOf } from './best.ts';
import { Missing } from './Missing.tsx';
import type { Axis } from './marks.ts';
import { Outcome } from './Outcome.tsx';
import { Running } from './Running.tsx';
import { Scale } from './Scale.tsx';
import type { Origin } from './submission.ts';
import { TroubleBox } from './TroubleBox.tsx';
import { type State, useQuickTest } from './use-quick-test.ts';

interface Props {
  origin: Origin;
  /** An axis for each part; the first one is shown before the test, too. */
  axes: readonly Axis[];
}

export function QuickTest({ origin, axes }: Props) {
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
        <Outcome ended={state.ended} axes={axes} onAgain={start} />
      ) : (
        <Scale axis={axes[0]!} own={null} />
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
  const best = bestOf(state.ended.summaries, 'product');
  const cancelled = state.ended.stop === 'cancelled' ? 'Cancelled. ' : '';
  return `${cancelled}${best ? `${formatNumber(best.value)} TFLOP/s at ${best.size}.` : 'No result.'}`;
}
