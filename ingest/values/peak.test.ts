import { describe, expect, it } from 'vitest';
import { processorUnits } from '../../data/catalogue/index.ts';
import { processorPeak } from '../../data/derive/bounds/processor-peak.ts';
import { peakTflops } from '../../data/derive/rate.ts';
import { cellOf, cpu, gpu, machine, matmulCell } from '../testing/samples.ts';
import { hardwareOf } from './hardware.ts';
import { peakOf } from './peak.ts';

const onCpu = cellOf(matmulCell, { device: cpu });
const onGpu = cellOf(matmulCell, { device: gpu });

describe('what a device cannot exceed', () => {
  it('is on a processor the lower of what the catalogue and its cores allow', () => {
    const listed = hardwareOf(cpu, machine)!;
    const rated = peakTflops(listed, 'cpu', 'float32')!.value;
    const units = processorPeak(machine, 'float32', processorUnits)!.tflops;
    expect(rated).not.toBe(units);
    expect(peakOf(onCpu, listed, machine)?.tflops).toBe(Math.min(rated, units));
    // With one core, the units bound it.
    const small = { ...machine, cpu: { ...machine.cpu!, physicalCores: 1, logicalCores: 2 } };
    const ofCore = processorPeak(small, 'float32', processorUnits)!.tflops;
    expect(peakOf(onCpu, listed, small)).toMatchObject({ tflops: Math.min(rated, ofCore), rated: false });
  });

  it('is on a processor that is not listed what its cores allow', () => {
    const { tflops } = processorPeak(machine, 'float32', processorUnits)!;
    expect(peakOf(onCpu, null, machine)).toMatchObject({ tflops, verified: true, rated: false });
  });

  it('is unknown on a GPU that is not listed, and on an emulated one', () => {
    expect(peakOf(onGpu, null, machine)).toBeNull();
    const software = cellOf(matmulCell, { device: { ...gpu, software: true } });
    expect(peakOf(software, hardwareOf(gpu, machine), machine)).toBeNull();
    expect(peakOf(onGpu, hardwareOf(gpu, machine), machine)).toMatchObject({ rated: true });
  });
});
