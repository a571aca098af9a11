/** @file The result: the best products in TFLOP/s, every measurement, the axes, facts about the devices, and the file. */
import { useEffect, useRef, useState } from 'react';
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { DeviceKind } from '../../data/contract/words.ts';
import type { Axis } from './axis/marks.ts';
import { Scale } from './axis/Scale.tsx';
import { bestOf } from './best.ts';
import { DeviceFacts } from './DeviceFacts.tsx';
import { HardwareChoice } from './HardwareChoice.tsx';
import { Measurements } from './Measurements.tsx';
import { ownMark, withPeak } from './own-mark.ts';
import { RunSummary } from './RunSummary.tsx';
import { Start } from './Start.tsx';
import type { Ended, Run } from './session.ts';
import { Trainings } from './Training.tsx';
import { TroubleBox } from './TroubleBox.tsx';
import { noAdapter } from './trouble.ts';
import type { QuickTest } from './use-quick-test.ts';
import { DEVICE_NAMES, headlineOf } from './words.ts';

interface Props {
  ended: Ended;
  axes: readonly Axis[];
  test: QuickTest;
}

export function Outcome({ ended, axes, test }: Props) {
  const { runs, stop, file } = ended;
  const summaries = runs.flatMap((run) => run.summaries);
  const isMeasured = summaries.some(({ kind }) => kind === 'measured');
  const [chosen, setChosen] = useState(() => firstGuesses(runs));
  const hardwareOf = ({ measured: { kind }, candidates: { likely, others } }: Run) =>
    [...likely, ...others].find(({ id }) => id === chosen[kind]) ?? null;
  return (
    <>
      <Headline ended={ended} />
      {ended.withoutAdapter && <TroubleBox trouble={noAdapter} />}
      {runs.map((run) => (
        <RunSummary key={run.measured.kind} run={run} hardware={hardwareOf(run)} />
      ))}
      {summaries.flatMap(({ id, trouble }) => trouble && <TroubleBox key={id} trouble={trouble} />)}
      {stop === 'cancelled' && <p className="soft">Cancelled. What was being measured has no result.</p>}
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
      <Start test={test} label="Start again" primary={file === null} />
      <Measurements summaries={summaries} />
      <Trainings measured={summaries.filter((one) => one.kind === 'measured')} />
      {runs.map((run) => (
        <HardwareChoice
          key={run.measured.kind}
          run={run}
          chosen={chosen[run.measured.kind]}
          onChoose={(id) => setChosen({ ...chosen, [run.measured.kind]: id })}
        />
      ))}
      <Axes runs={runs} axes={axes} hardware={runs.flatMap((run) => hardwareOf(run) ?? [])} />
      {runs.map((run) => (
        <DeviceFacts key={run.measured.kind} run={run} />
      ))}
    </>
  );
}

/** The ids of catalogue entries that are shown before the visitor chooses others; empty if there is not just one. */
function firstGuesses(runs: readonly Run[]): Record<DeviceKind, string> {
  const guess = (kind: DeviceKind) => {
    const likely = runs.find(({ measured }) => measured.kind === kind)?.candidates.likely ?? [];
    return likely.length === 1 ? likely[0]!.id : '';
  };
  return { gpu: guess('gpu'), cpu: guess('cpu') };
}

/** One rate a device, or why there is none. */
function Headline({ ended: { runs, stop } }: { ended: Ended }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const known = runs.filter((run) => headlineOf(run) !== null);
  return (
    <h2 ref={heading} tabIndex={-1} className="headline">
      {known.map((run) => (
        <span key={run.measured.kind}>
          <small>{DEVICE_NAMES[run.measured.kind]}</small> {headlineOf(run)}{' '}
        </span>
      ))}
      {known.length === 0 && (stop === 'cancelled' ? 'Cancelled' : 'No result')}
    </h2>
  );
}

interface AxesProps {
  runs: readonly Run[];
  axes: readonly Axis[];
  /** Catalogue entries whose peaks are shown. */
  hardware: readonly Hardware[];
}

/** The first axis, and all others that have a result. */
function Axes({ runs, axes, hardware }: AxesProps) {
  return axes.map((axis, index) => {
    const own = runs.flatMap(({ measured, summaries }) => {
      const best = bestOf(summaries, axis.part);
      return best ? [ownMark(best, measured, summaries)] : [];
    });
    if (own.length === 0 && index > 0) return null;
    return <Scale key={axis.part} axis={withPeak(axis, hardware)} own={own} />;
  });
}

function download({ name, text }: NonNullable<Ended['file']>): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
