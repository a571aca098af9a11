/** @file The states of the quick test and their transitions. */
import { useEffect, useRef, useState } from 'react';
import { config } from 'zod/v4/core';
import type { Result } from '../../data/contract/submission.ts';
import type { Phase } from '../../runner/protocol/messages.ts';
import { DEFAULT_BUDGET_S, parseBudget } from './plan.ts';
import { noAdapter, type Trouble } from './result.ts';
import type { Ended, Gpu } from './session.ts';
import type { Origin } from './submission.ts';

export type State =
  /** Before WebGPU was detected; also the state of the built page. */
  | { step: 'looking' }
  | { step: 'missing'; reason: 'insecure' | 'unsupported' }
  | { step: 'ready' }
  | { step: 'running'; since: number; gpu: Gpu | null; now: Now | null; results: Result[] }
  | { step: 'ended'; ended: Ended }
  | { step: 'trouble'; trouble: Trouble };

export interface Now {
  size: number;
  phase: Phase;
}

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
      onProgress: (progress) => {
        if (progress.type === 'phase') update({ now: { size: progress.size, phase: progress.phase } });
        else {
          setState((state) =>
            state.step === 'running' ? { ...state, results: [...state.results, progress.result] } : state,
          );
        }
      },
    });
    return ended === null ? { step: 'trouble', trouble: noAdapter } : { step: 'ended', ended };
  }

  function start() {
    if (running.current) return;
    running.current = new AbortController();
    setState({ step: 'running', since: performance.now(), gpu: null, now: null, results: [] });
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

function crash(error: unknown): Trouble {
  return {
    what: `The test could not run: ${error instanceof Error ? error.message : String(error)}`,
    remedy:
      'Reload this page and start again. A network problem or an extension that blocks scripts can cause this.',
  };
}
