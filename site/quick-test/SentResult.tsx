/** @file A result that somebody sent as a link: shown without running the test, and marked as their claim. */

import { useState } from 'react';
import type { Chip } from '../find/chip.ts';
import { link } from '../rows/links.ts';
import { OtherParts, Standing } from './axis/Standing.tsx';
import { Headline } from './Headline.tsx';
import { NativeLost } from './NativeLost.tsx';
import { RunSummary } from './RunSummary.tsx';
import { Measurements } from './result/Measurements.tsx';
import { Trainings } from './result/Training.tsx';
import { Start } from './Start.tsx';
import type { Sent } from './send/sent.ts';
import { CHIPS_PATH, useNative } from './use-native.ts';
import type { QuickTest } from './use-quick-test.ts';

export function SentResult({ sent, test, command }: { sent: Sent; test: QuickTest; command: string }) {
  const { value: loaded, error, again } = useNative();
  const [against, setAgainst] = useState<readonly Chip[]>([]);
  const { runs, day, browser, system } = sent;
  const summaries = runs.flatMap((run) => run.summaries);
  return (
    <>
      <Headline runs={runs} otherwise="A sent result" />
      <p className="warning">
        <strong>Claimed by whoever sent this link.</strong> It says that the values were measured on {day} in{' '}
        {browser} on {system}. Nothing of it was checked here, and anybody can write such a link.
      </p>
      <h3>How fast is yours?</h3>
      <Start {...test} label="Run the test here" primary />
      {error !== null && <NativeLost again={again} />}
      {(loaded !== null || error !== null) && (
        <>
          {runs.map((run) => (
            <RunSummary
              key={run.device.kind}
              run={run}
              chip={loaded?.chips.find(({ id }) => id === run.chip?.id) ?? null}
            />
          ))}
          <Standing
            {...{ runs, native: loaded, against, command }}
            index={link(CHIPS_PATH)}
            onAgainst={setAgainst}
          />
          <OtherParts runs={runs} native={loaded} against={against} />
          <Trainings measured={summaries.filter((one) => one.kind === 'measured')} />
          <Measurements summaries={summaries} />
        </>
      )}
    </>
  );
}
