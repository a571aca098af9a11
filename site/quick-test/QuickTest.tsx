/** @file The quick test: shows the component for its current state. */
import { useEffect } from 'react';
import type { Mount } from '../ui/island.ts';
import { reactMount } from '../ui/react.ts';
import type { Answer } from './device/adapter.ts';
import { Outcome } from './Outcome.tsx';
import { Running } from './Running.tsx';
import { TroubleBox } from './result/TroubleBox.tsx';
import { DEVICE_NAMES, headlineOf } from './result/words.ts';
import { SentResult } from './SentResult.tsx';
import { Start } from './Start.tsx';
import type { Origin } from './submission.ts';
import { type Opening, type State, useQuickTest } from './use-quick-test.ts';

interface Content {
  origin: Origin;
  /** What measures the machine without a browser. */
  command: string;
}

interface Props extends Content {
  asked: Promise<Answer>;
  opening: Opening;
}

/** The mount of the test, which starts at once, or of a sent result. */
export const mountQuickTest = (asked: Promise<Answer>, opening: Opening): Mount =>
  reactMount((content: Content) => <QuickTest {...content} asked={asked} opening={opening} />);

function QuickTest({ origin, command, asked, opening }: Props) {
  const test = useQuickTest(origin, asked, opening);
  const { state } = test;
  useStatus(announce(state));
  switch (state.step) {
    case 'running':
      return <Running state={state} onCancel={test.cancel} />;
    case 'trouble':
      return (
        <>
          <TroubleBox trouble={state.trouble} />
          <Start {...test} label="Start again" primary />
        </>
      );
    case 'ended':
      return <Outcome ended={state.ended} test={test} command={command} />;
    case 'sent':
      return <SentResult sent={state.sent} test={test} command={command} />;
  }
}

/** Writes to the live region of the page, which is there before anything changes, so that screen readers follow it. */
function useStatus(text: string): void {
  useEffect(() => {
    const status = document.getElementById('quick-test-status');
    if (status !== null) status.textContent = text;
  }, [text]);
}

/** The text for screen readers: each step once, without phases and times. */
function announce(state: State): string {
  switch (state.step) {
    case 'running':
      if (state.paused) return 'Paused while the page is hidden.';
      return state.title === '' ? 'The test starts.' : `Measuring: ${state.title}.`;
    case 'trouble':
      return state.trouble.what;
    case 'sent':
      return 'A result that somebody sent.';
    case 'ended': {
      const { runs, stop } = state.ended;
      const rates = runs.flatMap((run) => {
        const rate = headlineOf(run);
        return rate === null ? [] : [`${DEVICE_NAMES[run.device.kind]} ${rate}`];
      });
      const cancelled = stop === 'cancelled' ? 'Cancelled. ' : '';
      return `${cancelled}${rates.length === 0 ? 'No result' : rates.join(', ')}.`;
    }
  }
}
