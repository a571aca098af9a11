/** @file The result of a device in sentences. */
import type { Hardware } from '../../data/contract/catalogue.ts';
import { formatNumber } from '../rows/format.ts';
import { peakMark } from './axis/peak.ts';
import { bestOf } from './best.ts';
import { OneThread } from './OneThread.tsx';
import type { Run } from './session.ts';
import type { Summary } from './summary.ts';
import { cpuWayOf, cpuWayText } from './words.ts';

interface Props {
  run: Run;
  /** The catalogue entry of the device; null if it is unknown. */
  hardware: Hardware | null;
}

/** Nothing if no product was measured. */
export function RunSummary({ run: { measured, summaries }, hardware }: Props) {
  const best = bestOf(summaries, 'product');
  if (best === null) return null;
  const peak = hardware && peakMark(hardware, 'product');
  const way = cpuWayOf(summaries);
  return (
    <>
      <p>
        {measured.kind === 'gpu' ? measured.device.name : 'The CPU of this machine'} multiplied {best.size}{' '}
        float32 matrices at {formatNumber(best.value)} TFLOP/s in this browser
        {way && ` (${cpuWayText(way)})`}
        {peak && `, ${formatNumber((100 * best.value) / peak.value)} % of the peak of ${peak.name}`}.
        {trainedText(summaries)} {limits[measured.kind]}
      </p>
      {way?.threads === 1 && measured.kind === 'cpu' && !measured.isolated && <OneThread />}
      {measured.device.software && (
        <p className="warning">
          This is a software adapter: the CPU emulates a GPU. The result says nothing about a real GPU and is
          never ranked as one. The test of the CPU measures the CPU itself.
        </p>
      )}
    </>
  );
}

/** Why a measurement without a browser may be faster. */
const limits = {
  gpu: 'Browsers check every memory access, so the command line may measure a higher rate on the same GPU.',
  cpu: 'WebAssembly has vectors of four numbers only, so native engines on the command line may reach a higher rate on the same CPU.',
} as const;

/** " It trained ..."; empty if nothing was trained. */
function trainedText(summaries: readonly Summary[]): string {
  const small = bestOf(summaries, 'small-net');
  const large = bestOf(summaries, 'large-net');
  const trained = [
    ...(small ? [`the MNIST CNN at ${formatNumber(small.value)} samples/s`] : []),
    ...(large ? [`VGG16 at ${formatNumber(large.value)} samples/s`] : []),
  ].join(' and ');
  return trained === '' ? '' : ` It trained ${trained}.`;
}
