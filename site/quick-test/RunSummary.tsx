/** @file The result of a device in sentences. */
import { shortName } from '../../data/derive/device-names.ts';
import type { Chip } from '../find/chip.ts';
import { formatNumber } from '../rows/format.ts';
import { bestOf } from './result/best.ts';
import type { Run } from './result/run.ts';
import type { Summary } from './result/summary.ts';
import { cpuWayOf, cpuWayText } from './result/words.ts';

interface Props {
  run: Run;
  /** Which chip it is; null if nobody has said so. */
  chip: Chip | null;
}

/** Nothing if no product was measured. */
export function RunSummary({ run: { device, summaries }, chip }: Props) {
  const best = bestOf(summaries, 'product');
  if (best === null) return null;
  const way = cpuWayOf(summaries);
  return (
    <>
      <p>
        {chip?.name ?? nameOf(device)} multiplied {best.size} float32 matrices at {formatNumber(best.value)}{' '}
        TFLOP/s in this browser
        {way && ` (${cpuWayText(way)})`}
        {chip?.tflops &&
          `, ${formatNumber((100 * best.value) / chip.tflops)} % of the peak of ${shortName(chip.name)}`}
        .{trainedText(summaries)} {limits[device.kind]}
      </p>
      {device.software && (
        <p className="warning">
          This is a software adapter: the CPU emulates a GPU. The result says nothing about a real GPU and is
          never ranked as one. The test of the CPU measures the CPU itself.
        </p>
      )}
    </>
  );
}

/** A device whose chip is not known. */
const nameOf = ({ kind, name }: Run['device']): string =>
  kind === 'gpu' ? `The GPU (${name})` : 'The CPU of this machine';

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
