/** @file The result: the best products, the file, which chip it is, where it stands, the link, every measurement. */

import { useMemo, useState } from 'react';
import type { DeviceKind } from '../../data/contract/words.ts';
import type { Chip } from '../find/chip.ts';
import { link } from '../rows/links.ts';
import { readMine } from '../rows/mine.ts';
import { saveFile } from '../ui/save-file.ts';
import { ChipChoice } from './axis/ChipChoice.tsx';
import { likelyChips } from './axis/likely.ts';
import type { Native } from './axis/native.ts';
import { type ChipRun, marksOf, placeRuns } from './axis/placed.ts';
import { OtherParts, Standing } from './axis/Standing.tsx';
import { DeviceFacts } from './DeviceFacts.tsx';
import { Headline } from './Headline.tsx';
import { NativeLost } from './NativeLost.tsx';
import { RunSummary } from './RunSummary.tsx';
import { bestOf } from './result/best.ts';
import { Measurements } from './result/Measurements.tsx';
import { OneThread } from './result/OneThread.tsx';
import { Trainings } from './result/Training.tsx';
import { TroubleBox } from './result/TroubleBox.tsx';
import { noDevice } from './result/trouble.ts';
import { cpuWayOf, pausesText } from './result/words.ts';
import { Start } from './Start.tsx';
import { SendResult } from './send/SendResult.tsx';
import type { Sent } from './send/sent.ts';
import type { Ended, OwnRun } from './session.ts';
import { CHIPS_PATH, useNative } from './use-native.ts';
import type { QuickTest } from './use-quick-test.ts';

interface Props {
  ended: Ended;
  test: QuickTest;
  command: string;
}

export function Outcome({ ended, test, command }: Props) {
  const { runs, stop, file } = ended;
  const { value: loaded, error, again } = useNative();
  const { chipRuns, choose } = useChips(runs, loaded);
  const [against, setAgainst] = useState<readonly Chip[]>([]);
  const summaries = runs.flatMap((run) => run.summaries);
  const isMeasured = summaries.some(({ kind }) => kind === 'measured');
  return (
    <>
      <Headline runs={runs} otherwise={stop === 'cancelled' ? 'Cancelled' : 'No result'} />
      {chipRuns.map((run) => (
        <RunSummary key={run.device.kind} run={run} chip={run.chip} />
      ))}
      <Notes ended={ended} />
      {isMeasured && file === null && (
        <p className="soft">A file of the result is offered only on a page that was opened over HTTPS.</p>
      )}
      {file && (
        <p className="go">
          <button type="button" className="primary" onClick={() => download(file)}>
            Download the result (JSON)
          </button>
        </p>
      )}
      <Start {...test} label="Start again" primary={file === null} />
      {isMeasured &&
        chipRuns.map((run) => (
          <ChipChoice
            key={run.device.kind}
            kind={run.device.kind}
            index={link(CHIPS_PATH)}
            likely={run.likely}
            chosen={run.chip}
            onChoose={(chip) => choose(run.device.kind, chip)}
          />
        ))}
      {error !== null && <NativeLost again={again} />}
      {isMeasured && (
        <Standing
          {...{ runs: chipRuns, native: loaded, against, command }}
          index={link(CHIPS_PATH)}
          onAgainst={setAgainst}
        />
      )}
      {isMeasured && <Send ended={ended} runs={chipRuns} native={loaded} />}
      <OtherParts runs={chipRuns} native={loaded} against={against} />
      <Trainings measured={summaries.filter((one) => one.kind === 'measured')} />
      <Measurements summaries={summaries} />
      {runs.map((run) => (
        <DeviceFacts key={run.device.kind} run={run} />
      ))}
    </>
  );
}

/** What is to be known of the test itself. */
function Notes({ ended: { runs, stop, withoutDevice, pauses } }: Pick<Props, 'ended'>) {
  const troubles = runs.flatMap(({ summaries }) =>
    summaries.flatMap(({ id, trouble }) => (trouble ? [{ id, trouble }] : [])),
  );
  return (
    <>
      {runs.some(isOnOneThread) && <OneThread />}
      {withoutDevice && <TroubleBox trouble={noDevice} />}
      {troubles.map(({ id, trouble }) => (
        <TroubleBox key={id} trouble={trouble} />
      ))}
      {stop === 'cancelled' && <p className="soft">Cancelled. What was being measured has no result.</p>}
      {pauses > 0 && <p className="soft">{pausesText(pauses)}</p>}
    </>
  );
}

/** Whether the CPU was measured with one thread because the page is not isolated. */
const isOnOneThread = ({ measured, summaries }: OwnRun): boolean =>
  measured.kind === 'cpu' && !measured.isolated && cpuWayOf(summaries)?.threads === 1;

/** Each run with the chip that the visitor says it is, and those that it may be. */
function useChips(runs: readonly OwnRun[], native: Native | null) {
  const [chosen, setChosen] = useState<Partial<Record<DeviceKind, Chip | null>>>({});
  const guesses = useMemo(() => runs.map((run) => guess(run, native?.chips ?? [])), [runs, native]);
  const chipRuns = useMemo(
    () =>
      runs.map((run, index) => {
        const { likely, first } = guesses[index]!;
        const { kind } = run.device;
        const choice = chosen[kind];
        return { ...run, likely, chip: choice === undefined ? first : choice };
      }),
    [runs, guesses, chosen],
  );
  const choose = (kind: DeviceKind, chip: Chip | null) => setChosen({ ...chosen, [kind]: chip });
  return { chipRuns, choose };
}

/** The chips that a device may be. The first is shown at once: the only one of its name, or one of "my machine". */
function guess({ measured, summaries, device }: OwnRun, chips: readonly Chip[]) {
  const likely = likelyChips(chips, measured, bestOf(summaries, 'product')?.value ?? null);
  const mine = readMine(location.search);
  const own = chips.find(
    (chip) => mine.includes(chip.id) && (device.kind === 'cpu' ? chip.kind === 'cpu' : likely.includes(chip)),
  );
  return { likely, first: own ?? (likely.length === 1 ? likely[0]! : null) };
}

/** The link and the card. */
function Send({ ended, runs, native }: { ended: Ended; runs: readonly ChipRun[]; native: Native | null }) {
  const { finishedAt, browser, system } = ended;
  const sent = useMemo<Sent>(
    () => ({ day: finishedAt.toISOString().slice(0, 10), browser, system, runs }),
    [finishedAt, browser, system, runs],
  );
  const marks = useMemo(() => marksOf('product', placeRuns('product', runs, native), native), [runs, native]);
  return <SendResult sent={sent} marks={marks} />;
}

const download = ({ name, text }: NonNullable<Ended['file']>): void =>
  saveFile(text, 'application/json', name);
