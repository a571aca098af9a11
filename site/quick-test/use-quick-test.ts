/** @file The states of the quick test and their transitions. */
import { useEffect, useRef, useState } from 'react';
import { config } from 'zod/v4/core';
import { DEFAULT_BUDGET_S, parseBudget } from './budget.ts';
import type { Ended, Gpu } from './session.ts';
import type { Origin } from './submission.ts';
import type { Summary } from './summary.ts';
import { crash, noAdapter, type Trouble } from './trouble.ts';

export type State =
  /** Before WebGPU was detected; also the state of the built page. */
  | { step: 'looking' }
  | { step: 'missing'; reason: 'insecure' | 'unsupported' }
  | { step: 'ready' }
  /** `now`: what is being done. */
  | { step: 'running'; since: number; gpu: Gpu | null; now: string; summaries: Summary[] }
  | { step: 'ended'; ended: Ended }
  | { step: 'trouble'; trouble: Trouble };

export interface QuickTest {
  state: State;
  budgetS: number;
  /** Whether the budget in the address is invalid. */
  budgetInvalid: boolean;
  start(): void;
  cancel(): void;
}

export function useQuickTest(origin: Origin): QuickTest {
  const [state, setState] = useState<State>({ step: 'looking' });
  const [budget, setBudget] = useState<number | null>(DEFAULT_BUDGET_S);
  const running = useRef<AbortController | null>(null);

  useEffect(() => {
    setBudget(parseBudget(location.search));
    if (!isSecureContext) setState({ step: 'missing', reason: 'insecure' });
    else if (!navigator.gpu) setState({ step: 'missing', reason: 'unsupported' });
    else setState({ step: 'ready' });
    return () => running.current?.abort();
  }, []);

  const budgetS = budget ?? DEFAULT_BUDGET_S;
  const update = (change: Partial<Extract<State, { step: 'running' }>>) =>
    setState((state) => (state.step === 'running' ? { ...state, ...change } : state));

  async function run(signal: AbortSignal): Promise<State> {
    // The page's CSP forbids eval. Without this, zod would try it once and cause a CSP report.
    config({ jitless: true });
    const { runSession } = await import('./session.ts');
    const ended = await runSession({
      origin,
      budgetS,
      signal,
      onGpu: (gpu) => update({ gpu }),
      onStep: (now) => update({ now }),
      onSummary: (summary) =>
        setState((state) =>
          state.step === 'running' ? { ...state, summaries: [...state.summaries, summary] } : state,
        ),
    });
    return ended === null ? { step: 'trouble', trouble: noAdapter } : { step: 'ended', ended };
  }

  function start() {
    if (running.current) return;
    running.current = new AbortController();
    setState({
      step: 'running',
      since: performance.now(),
      gpu: null,
      now: 'Loading the measuring code',
      summaries: [],
    });
    run(running.current.signal)
      .catch((error: unknown): State => ({ step: 'trouble', trouble: crash(error) }))
      .then((next) => {
        running.current = null;
        setState(next);
      });
  }

  return {
    state,
    budgetS,
    budgetInvalid: budget === null,
    start,
    cancel: () => running.current?.abort(),
  };
}
