/** @file The states of the quick test and the ways between them. */
import { useEffect, useRef, useState } from 'react';
import { config } from 'zod/v4/core';
import type { Result } from '../../data/contract/submission.ts';
import type { Phase } from '../../runner/protocol/messages.ts';
import { DEFAULT_BUDGET_S, parseBudget } from './plan.ts';
import { noAdapter, type Trouble } from './result.ts';
import type { Ended, Gpu } from './session.ts';
import type { Origin } from './submission.ts';

export type State =
  /** Before the browser has been asked; also what the built page holds. */
  | { step: 'looking' }
  | { step: 'missing'; why: 'insecure' | 'unsupported' }
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
  /** Whether the address asks for a budget that is none. */
  budgetRefused: boolean;
  start(): void;
  cancel(): void;
}

export function useQuickTest(origin: Origin): QuickTest {
  const [state, setState] = useState<State>({ step: 'looking' });
  const [asked, setAsked] = useState<number | null>(DEFAULT_BUDGET_S);
  const running = useRef<AbortController | null>(null);

  useEffect(() => {
    setAsked(parseBudget(location.search));
    if (!isSecureContext) setState({ step: 'missing', why: 'insecure' });
    else if (!navigator.gpu) setState({ step: 'missing', why: 'unsupported' });
    else setState({ step: 'ready' });
    return () => running.current?.abort();
  }, []);

  const budgetS = asked ?? DEFAULT_BUDGET_S;
  const update = (change: Partial<Extract<State, { step: 'running' }>>) =>
    setState((state) => (state.step === 'running' ? { ...state, ...change } : state));

  async function run(signal: AbortSignal): Promise<State> {
    // The page's policy forbids eval: without this, the schemas' first use would try it and be reported.
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
    budgetRefused: asked === null,
    start,
    cancel: () => running.current?.abort(),
  };
}

function crash(error: unknown): Trouble {
  return {
    what: `The test could not run: ${error instanceof Error ? error.message : String(error)}`,
    mend: 'Reload this page and start again. A network that drops files, or an extension that blocks scripts, does this.',
  };
}
