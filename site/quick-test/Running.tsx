/** @file The running test: current step, progress, elapsed time and a button to cancel. */
import { useEffect, useRef, useState } from 'react';
import { Sizes } from './Sizes.tsx';
import type { Now, State } from './use-quick-test.ts';

interface Props {
  state: Extract<State, { step: 'running' }>;
  budgetS: number;
  onCancel(): void;
}

const phaseWords: Record<Now['phase'], string> = {
  load: 'loading',
  check: 'checking the output',
  'warm-up': 'warming up',
  measure: 'measuring',
};

/** For example "1024 × 1024: measuring", or the step before the first size. */
export function describeNow(now: Now | null): string {
  return now === null ? 'Loading the measuring code' : `${now.size} × ${now.size}: ${phaseWords[now.phase]}`;
}

export function Running({ state, budgetS, onCancel }: Props) {
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
          {state.gpu?.device.name ?? 'Looking for the GPU'} · {describeNow(state.now)} ·{' '}
          {Math.floor(elapsedS)} s of at most about {budgetS} s
        </span>
      </p>
      <progress max={1} value={Math.min(0.99, elapsedS / budgetS)} aria-label="Time used" />
      <Sizes results={state.results} />
    </>
  );
}
