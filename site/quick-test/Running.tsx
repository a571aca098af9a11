/** @file The running test: the current step, the remaining time, the falling loss, and a button to cancel. */
import { useEffect, useRef, useState } from 'react';
import { capitalize } from '../rows/format.ts';
import { LossChart } from './result/LossChart.tsx';
import { Measurements } from './result/Measurements.tsx';
import { DEVICE_NAMES, pausesText, titleOf } from './result/words.ts';
import type { RunningState } from './use-quick-test.ts';

interface Props {
  state: RunningState;
  onCancel(): void;
}

export function Running({ state, onCancel }: Props) {
  const { measured, waiting, paused, pauses, course, summaries } = state;
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  const { done, remainingS } = useProgress(state);
  const remaining = remainingS === 0 ? 'a moment left' : `${remainingS} s left`;
  const rests = waiting ? 'waiting' : paused ? 'paused' : null;
  useTitle(rests === null ? remaining : capitalize(rests));
  return (
    <>
      <p className="go">
        <button type="button" ref={cancel} onClick={onCancel}>
          Cancel
        </button>{' '}
        <span className="soft">
          {measured ? `${DEVICE_NAMES[measured.kind]}: ${titleOf(measured.device)}` : 'Starting'}
        </span>
        <span className="remaining">{rests ?? `about ${remaining}`}</span>
      </p>
      <progress max={1} value={done} aria-label="Progress of the test" />
      <p className="step-now">{stepWords(state)}</p>
      {pauses > 0 && <p className="soft">{pausesText(pauses)}</p>}
      {course.length > 1 && (
        <figure className="training live">
          <figcaption>Loss of the training that is being timed</figcaption>
          <LossChart course={course} />
        </figure>
      )}
      <Measurements summaries={summaries} />
    </>
  );
}

/** What is being done now. */
function stepWords({ waiting, paused, title, phase }: RunningState): string {
  if (waiting)
    return 'Another tab or window of this browser is running the test, and two at a time would both be slow. It begins here when that one has ended, or is cancelled or closed there.';
  if (paused) return 'Paused while the page is hidden.';
  return [title, phase].filter((text) => text !== '').join(': ');
}

/** The done share of the test and the remaining seconds, a few times a second; both rest while the page is hidden. */
function useProgress({ endMs, askedMs, waiting, paused }: RunningState): {
  done: number;
  remainingS: number;
} {
  const [nowMs, setNowMs] = useState(() => performance.now());
  const startedMs = useRef(askedMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const furthest = useRef(0);
  const currentMs = waiting || paused ? askedMs : Math.max(nowMs, askedMs);
  const remainingMs = Math.max(0, endMs - currentMs);
  const done = (currentMs - startedMs.current) / Math.max(1, currentMs - startedMs.current + remainingMs);
  // An expectation that grows does not take back what was shown.
  furthest.current = Math.max(furthest.current, Math.min(0.99, done));
  return { done: furthest.current, remainingS: Math.ceil(remainingMs / 1000) };
}

/** Shows a text before the title of the page, for as long as the component is there. */
function useTitle(text: string): void {
  const before = useRef(document.title);
  useEffect(() => {
    document.title = `${text} · ${before.current}`;
  }, [text]);
  useEffect(() => {
    const title = before.current;
    return () => {
      document.title = title;
    };
  }, []);
}
