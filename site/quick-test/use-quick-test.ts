/** @file The states of the quick test and their transitions. */
import { useEffect, useRef, useState } from 'react';
import { config } from 'zod/v4/core';
import { DEFAULT_BUDGET_S, parseBudget } from './budget.ts';
import { type Choice, devicesOf, type NoGpu } from './choice.ts';
import type { Measurable } from './device.ts';
import type { Ended } from './session.ts';
import type { Origin } from './submission.ts';
import type { Summary } from './summary.ts';
import { crash, type Trouble } from './trouble.ts';

export type State =
  /** Before it is known what the browser has; also the state of the built page. */
  | { step: 'looking' }
  | { step: 'ready' }
  /** `now`: what is being done. `totalS`: the budget of all devices. */
  | {
      step: 'running';
      since: number;
      totalS: number;
      measured: Measurable | null;
      now: string;
      summaries: Summary[];
    }
  | { step: 'ended'; ended: Ended }
  | { step: 'trouble'; trouble: Trouble };

export interface QuickTest {
  state: State;
  /** Null if a GPU can be chosen. */
  noGpu: NoGpu | null;
  /** Whether the page may share memory between threads. */
  isolated: boolean;
  choice: Choice;
  choose(choice: Choice): void;
  /** For each device. */
  budgetS: number;
  /** Whether the budget in the address is invalid. */
  budgetInvalid: boolean;
  start(): void;
  cancel(): void;
}

function detectNoGpu(): NoGpu | null {
  if (!isSecureContext) return 'insecure';
  return navigator.gpu ? null : 'unsupported';
}

export function useQuickTest(origin: Origin): QuickTest {
  const [state, setState] = useState<State>({ step: 'looking' });
  const [budget, setBudget] = useState<number | null>(DEFAULT_BUDGET_S);
  const [noGpu, setNoGpu] = useState<NoGpu | null>(null);
  const [isolated, setIsolated] = useState(true);
  const [choice, setChoice] = useState<Choice>('gpu');
  const running = useRef<AbortController | null>(null);

  useEffect(() => {
    setBudget(parseBudget(location.search));
    setIsolated(crossOriginIsolated);
    const reason = detectNoGpu();
    setNoGpu(reason);
    if (reason !== null) setChoice('cpu');
    setState({ step: 'ready' });
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
      choice,
      budgetS,
      signal,
      onDevice: (measured) => update({ measured }),
      onStep: (now) => update({ now }),
      onSummary: (summary) =>
        setState((state) =>
          state.step === 'running' ? { ...state, summaries: [...state.summaries, summary] } : state,
        ),
    });
    return { step: 'ended', ended };
  }

  function start() {
    if (running.current) return;
    running.current = new AbortController();
    setState({
      step: 'running',
      since: performance.now(),
      totalS: budgetS * devicesOf(choice).length,
      measured: null,
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
    noGpu,
    isolated,
    choice,
    choose: setChoice,
    budgetS,
    budgetInvalid: budget === null,
    start,
    cancel: () => running.current?.abort(),
  };
}
