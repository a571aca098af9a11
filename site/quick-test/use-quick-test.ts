/** @file The states of the quick test and their transitions. */
import { useEffect, useRef, useState } from 'react';
import { config } from 'zod/v4/core';
import type { TrainedStep } from '../../runner/worker/task.ts';
import { loadCode } from '../ui/fetch.ts';
import { DEFAULT_BUDGET_S, parseBudget } from './budget.ts';
import { type Choice, devicesOf } from './choice.ts';
import type { Answer } from './device/adapter.ts';
import type { Measurable } from './device/device.ts';
import type { Summary } from './result/summary.ts';
import { crash, type Trouble } from './result/trouble.ts';
import type { Sent } from './send/sent.ts';
import type { Ended, SessionEvent } from './session.ts';
import type { Origin } from './submission.ts';

export interface RunningState {
  step: 'running';
  measured: Measurable | null;
  /** What is being measured, and what is being done with it; empty before the first. */
  title: string;
  phase: string;
  /** Whether the test of another tab or window has to end before. */
  waiting: boolean;
  /** Whether the page was hidden, so that what was being measured begins again. */
  paused: boolean;
  /** How often it was. */
  pauses: number;
  /** The expected end by `performance.now()`, and the time at which the expectation was made. */
  endMs: number;
  askedMs: number;
  /** The training that is being timed. */
  course: readonly TrainedStep[];
  summaries: readonly Summary[];
}

export type State =
  | RunningState
  | { step: 'ended'; ended: Ended }
  | { step: 'trouble'; trouble: Trouble }
  /** A result that somebody sent. */
  | { step: 'sent'; sent: Sent };

/** What the page was opened for. */
export type Opening = { choice: Choice } | { sent: Sent };

export interface QuickTest {
  state: State;
  /** What the browser answered when it was asked for a GPU; null before. */
  answer: Answer | null;
  choice: Choice;
  choose(choice: Choice): void;
  /** For each device. */
  budgetS: number;
  start(): void;
  cancel(): void;
}

const starting = (budgetMs: number): RunningState => ({
  step: 'running',
  measured: null,
  title: '',
  phase: 'loading the measuring code',
  waiting: false,
  paused: false,
  pauses: 0,
  endMs: performance.now() + budgetMs,
  askedMs: performance.now(),
  course: [],
  summaries: [],
});

/** The state after an event of the session. */
function after(state: RunningState, event: SessionEvent): RunningState {
  switch (event.type) {
    case 'waiting':
      return { ...state, waiting: true };
    case 'device':
      return { ...state, measured: event.measured, waiting: false };
    case 'begun': {
      const askedMs = performance.now();
      const { title, remainingMs } = event;
      return {
        ...state,
        title,
        phase: 'loading',
        paused: false,
        askedMs,
        endMs: askedMs + remainingMs,
        course: [],
      };
    }
    case 'phase':
      return { ...state, phase: event.phase };
    case 'course':
      return { ...state, course: event.course };
    case 'paused':
      return { ...state, paused: true, pauses: state.pauses + 1 };
    case 'summary':
      return { ...state, summaries: [...state.summaries, event.summary] };
  }
}

/** @param asked What the browser answers when it is asked for a GPU */
export function useQuickTest(origin: Origin, asked: Promise<Answer>, opening: Opening): QuickTest {
  const budgetS = parseBudget(location.search) ?? DEFAULT_BUDGET_S;
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [choice, setChoice] = useState<Choice>('choice' in opening ? opening.choice : 'gpu');
  const budgetMs = budgetS * 1000 * devicesOf(choice).length;
  const [state, setState] = useState<State>(() =>
    'sent' in opening ? { step: 'sent', sent: opening.sent } : starting(budgetMs),
  );
  const running = useRef<AbortController | null>(null);

  async function run(signal: AbortSignal): Promise<State> {
    // The page's CSP forbids eval. Without this, zod would try it once and cause a CSP report.
    config({ jitless: true });
    const { runSession } = await loadCode(import('./session.ts'));
    const on = (event: SessionEvent) =>
      setState((state) => (state.step === 'running' ? after(state, event) : state));
    return { step: 'ended', ended: await runSession({ origin, choice, budgetS, signal, on }) };
  }

  function start() {
    if (running.current) return;
    const controller = new AbortController();
    running.current = controller;
    setState(starting(budgetMs));
    run(controller.signal)
      .catch((error: unknown): State => ({ step: 'trouble', trouble: crash(error) }))
      .then((next) => {
        if (running.current !== controller) return;
        running.current = null;
        setState(next);
      });
  }

  useEffect(() => {
    void asked.then((answer) => {
      setAnswer(answer);
      if ('noGpu' in answer) setChoice('cpu');
    });
  }, [asked]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the test starts once, when the form was sent
  useEffect(() => {
    if ('choice' in opening) start();
    return () => {
      running.current?.abort();
      running.current = null;
    };
  }, []);

  return {
    state,
    answer,
    choice,
    choose: setChoice,
    budgetS,
    start,
    cancel: () => running.current?.abort(),
  };
}
