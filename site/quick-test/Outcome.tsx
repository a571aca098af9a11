/** @file The result: the best size in TFLOP/s, the axis, every size, facts about the GPU, and the file to download. */
import { useEffect, useRef, useState } from 'react';
import { shortName } from '../../data/derive/device-names.ts';
import { formatNumber } from '../rows/format.ts';
import { GpuFacts } from './GpuFacts.tsx';
import type { Mark } from './marks.ts';
import { bestOf, type SizeSummary, stopText, summarizeSizes, troubleOf } from './result.ts';
import { Scale } from './Scale.tsx';
import { Sizes } from './Sizes.tsx';
import type { Ended } from './session.ts';
import { TroubleBox } from './TroubleBox.tsx';

interface Props {
  ended: Ended;
  marks: readonly Mark[];
  onAgain(): void;
}

export function Outcome({ ended, marks, onAgain }: Props) {
  const { gpu, results, stop, deviceLost, file, peaks } = ended;
  const best = bestOf(summarizeSizes(results));
  const last = results.at(-1);
  const trouble = last ? troubleOf(last.outcome, deviceLost) : null;
  const [peakId, setPeakId] = useState(peaks.likely.length === 1 ? peaks.likely[0]!.id : '');
  const peak = [...peaks.likely, ...peaks.others].find(({ id }) => id === peakId) ?? null;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const shown = peak === null || marks.some(({ id }) => id === peak.id) ? marks : [...marks, peak];
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className="headline">
        {best ? `${formatNumber(best.tflops)} TFLOP/s` : stop === 'cancelled' ? 'Cancelled' : 'No result'}
      </h2>
      {best && <Summary best={best} ended={ended} peak={peak} />}
      {trouble ? <TroubleBox trouble={trouble} onAgain={null} /> : <p className="soft">{stopText(stop)}</p>}
      <p className="go">
        {file && (
          <button type="button" className="primary" onClick={() => download(file)}>
            Download the result (JSON)
          </button>
        )}{' '}
        <button type="button" className={file ? undefined : 'primary'} onClick={onAgain}>
          Start again
        </button>
      </p>
      {best && <PeakChoice peaks={peaks} chosen={peakId} onChoose={setPeakId} />}
      <Scale marks={shown} own={best && ownMark(best, ended)} />
      <Sizes results={results} />
      <GpuFacts gpu={gpu} />
    </>
  );
}

function Summary({ best, ended: { gpu }, peak }: { best: SizeSummary; ended: Ended; peak: Mark | null }) {
  return (
    <>
      <p>
        {gpu.device.name} multiplied {best.size} × {best.size} float32 matrices at {formatNumber(best.tflops)}{' '}
        TFLOP/s in this browser
        {peak && `, ${formatNumber((100 * best.tflops) / peak.tflops)} % of the peak of ${peak.name}`}.
        Browsers check every memory access, so the command line may measure a higher rate on the same GPU.
      </p>
      {gpu.device.software && (
        <p className="warning">
          This is a software adapter: the CPU emulates a GPU. The result says nothing about a real GPU and is
          never ranked as one.
        </p>
      )}
    </>
  );
}

interface PeakChoiceProps {
  peaks: Ended['peaks'];
  chosen: string;
  onChoose(id: string): void;
}

function PeakChoice({ peaks: { likely, others }, chosen, onChoose }: PeakChoiceProps) {
  if (likely.length + others.length === 0) return null;
  const options = (marks: readonly Mark[]) =>
    marks.map(({ id, name }) => (
      <option key={id} value={id}>
        {name}
      </option>
    ));
  return (
    <p>
      <label>
        Which GPU is it? Its peak is shown on the axis:{' '}
        <select value={chosen} onChange={(event) => onChoose(event.target.value)}>
          <option value="">unknown or not listed</option>
          {likely.length > 0 && <optgroup label="Likely">{options(likely)}</optgroup>}
          <optgroup label="Others">{options(others)}</optgroup>
        </select>
      </label>
    </p>
  );
}

function ownMark(best: SizeSummary, { gpu }: Ended): Mark {
  return {
    id: 'this-browser',
    name: shortName(gpu.device.name),
    detail: [
      'this browser',
      ...(gpu.device.software ? ['emulated by the CPU'] : []),
      `${best.size} x ${best.size}`,
    ].join(' · '),
    tflops: best.tflops,
    kind: 'browser',
    vendor: 'other',
    cpu: false,
  };
}

function download({ name, text }: NonNullable<Ended['file']>): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
