/** @file The running test: current step, progress, elapsed time and a button to cancel. */
import { useEffect, useRef, useState } from 'react';
import { Measurements } from './Measurements.tsx';
import type { State } from './use-quick-test.ts';
import { titleOf } from './words.ts';

interface Props {
  state: Extract<State, { step: 'running' }>;
  onCancel(): void;
}

export function Running({ state, onCancel }: Props) {
  const [elapsedS, setElapsedS] = useState(0);
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  useEffect(() => {
    const timer = setInterval(() => setElapsedS((performance.now() - state.since) / 1000), 200);
    return () => clearInterval(timer);
  }, [state.since]);
  return (
    <>
      <p className="go">
        <button type="button" ref={cancel} onClick={onCancel}>
          Cancel
        </button>{' '}
        <span className="soft">
          {state.measured ? titleOf(state.measured) : 'Starting'} · {state.now} · {Math.floor(elapsedS)} s of
          at most about {state.totalS} s
        </span>
      </p>
      <progress max={1} value={Math.min(0.99, elapsedS / state.totalS)} aria-label="Time used" />
      <Measurements summaries={state.summaries} />
    </>
  );
}
