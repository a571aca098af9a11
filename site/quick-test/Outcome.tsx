/** @file The result: the best product in TFLOP/s, every measurement, the axes, facts about the GPU, and the file to download. */
import { useEffect, useRef, useState } from 'react';
import type { Hardware } from '../../data/contract/catalogue.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { formatNumber } from '../rows/format.ts';
import { bestOf } from './best.ts';
import { GpuFacts } from './GpuFacts.tsx';
import { Measurements } from './Measurements.tsx';
import type { Axis } from './marks.ts';
import { type Mark, peakMark } from './peak.ts';
import { Scale } from './Scale.tsx';
import type { Ended } from './session.ts';
import type { Measured } from './summary.ts';
import { Trainings } from './Training.tsx';
import { TroubleBox } from './TroubleBox.tsx';

interface Props {
  ended: Ended;
  axes: readonly Axis[];
  onAgain(): void;
}

export function Outcome({ ended, axes, onAgain }: Props) {
  const { gpu, summaries, stop, file, candidates } = ended;
  const best = bestOf(summaries, 'product');
  const troubles = summaries.flatMap(({ trouble }) => trouble ?? []);
  const [gpuId, setGpuId] = useState(candidates.likely.length === 1 ? candidates.likely[0]!.id : '');
  const hardware = [...candidates.likely, ...candidates.others].find(({ id }) => id === gpuId) ?? null;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className="headline">
        {best ? `${formatNumber(best.value)} TFLOP/s` : stop === 'cancelled' ? 'Cancelled' : 'No result'}
      </h2>
      {best && <Summary best={best} ended={ended} hardware={hardware} />}
      {troubles.map((trouble) => (
        <TroubleBox key={trouble.what} trouble={trouble} onAgain={null} />
      ))}
      {stop === 'cancelled' && <p className="soft">Cancelled. What was being measured has no result.</p>}
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
      <Measurements summaries={summaries} />
      <Trainings measured={summaries.filter((one) => one.kind === 'measured')} />
      {best && <GpuChoice candidates={candidates} chosen={gpuId} onChoose={setGpuId} />}
      {axes.map((axis, index) => {
        const own = bestOf(summaries, axis.part);
        if (own === null && index > 0) return null;
        return <Scale key={axis.part} axis={withPeak(axis, hardware)} own={own && ownMark(own, ended)} />;
      })}
      <GpuFacts gpu={gpu} />
    </>
  );
}

interface SummaryProps {
  best: Measured;
  ended: Ended;
  hardware: Hardware | null;
}

function Summary({ best, ended: { gpu, summaries }, hardware }: SummaryProps) {
  const peak = hardware && peakMark(hardware, 'product');
  const small = bestOf(summaries, 'small-net');
  const large = bestOf(summaries, 'large-net');
  const trained = [
    ...(small ? [`the MNIST CNN at ${formatNumber(small.value)} samples/s`] : []),
    ...(large ? [`VGG16 at ${formatNumber(large.value)} samples/s`] : []),
  ].join(' and ');
  return (
    <>
      <p>
        {gpu.device.name} multiplied {best.size} float32 matrices at {formatNumber(best.value)} TFLOP/s in
        this browser
        {peak && `, ${formatNumber((100 * best.value) / peak.value)} % of the peak of ${peak.name}`}.
        {trained !== '' && ` It trained ${trained}.`} Browsers check every memory access, so the command line
        may measure a higher rate on the same GPU.
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

interface GpuChoiceProps {
  candidates: Ended['candidates'];
  chosen: string;
  onChoose(id: string): void;
}

function GpuChoice({ candidates: { likely, others }, chosen, onChoose }: GpuChoiceProps) {
  if (likely.length + others.length === 0) return null;
  const options = (entries: readonly Hardware[]) =>
    entries.map(({ id, name }) => (
      <option key={id} value={id}>
        {shortName(name)}
      </option>
    ));
  return (
    <p>
      <label>
        Which GPU is it? Its peak is shown on the axes:{' '}
        <select value={chosen} onChange={(event) => onChoose(event.target.value)}>
          <option value="">unknown or not listed</option>
          {likely.length > 0 && <optgroup label="Likely">{options(likely)}</optgroup>}
          <optgroup label="Others">{options(others)}</optgroup>
        </select>
      </label>
    </p>
  );
}

/** An axis with the peak of a GPU, unless it has it already. */
function withPeak(axis: Axis, hardware: Hardware | null): Axis {
  const peak = hardware && peakMark(hardware, axis.part);
  if (peak === null || axis.marks.some(({ id }) => id === peak.id)) return axis;
  return { ...axis, marks: [...axis.marks, peak] };
}

function ownMark(best: Measured, { gpu }: Ended): Mark {
  return {
    id: 'this-browser',
    name: shortName(gpu.device.name),
    detail: ['this browser', ...(gpu.device.software ? ['emulated by the CPU'] : []), best.size].join(' · '),
    value: best.value,
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
