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

  it('is on a board with several processors that of all, and on a desktop that of one', () => {
    const of = (name: string, physicalCores: number, logicalCores = 2 * physicalCores) => {
      const device = { ...cpu, name };
      const board = { ...machine, cpu: { ...machine.cpu!, name, physicalCores, logicalCores } };
      const listed = hardwareOf(device, board)!;
      const peak = peakOf(cellOf(matmulCell, { device }), listed, board)!;
      return { times: peak.tflops / listed.fp32Tflops!.value, words: peak.words };
    };
    expect(of('AMD EPYC 7763 64-Core Processor', 128)).toEqual({
      times: 2,
      words: expect.stringMatching(/peak of 2 x AMD EPYC 7763,/),
    });
    const xeon = 'Intel(R) Xeon(R) Platinum 8480+';
    expect([56, 112, 120, 224].map((cores) => of(xeon, cores).times)).toEqual([1, 2, 2, 2]);
    expect(of('Intel(R) Xeon(R) Platinum 8380H CPU @ 2.90GHz', 112).times).toBe(4);
    expect(of('Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz', 28).times).toBe(2);
    // 16 modules of two cores are two processors
    expect(of('AMD Opteron(TM) Processor 6272', 16, 32).times).toBe(2);
    expect(of('AMD Ryzen 9 9950X 16-Core Processor', 32).times).toBe(1);
    expect(of('AMD EPYC 7313P 16-Core Processor', 32).times).toBe(1);
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
