import { describe, expect, it } from 'vitest';
import type { Device } from '../../../data/contract/cell.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { cpu, gpu, machine, matmul, submission } from '../../testing/samples.ts';

const listed = (name: string, vendor = 'NVIDIA') => ({ ...machine.gpus[0]!, name, vendor });

function checked(device: Device, gpus: Machine['gpus'], cpuName = cpu.name) {
  const processor = { ...machine.cpu!, name: cpuName };
  const run = submission([matmul(0.3, { device })], { machine: { ...machine, cpu: processor, gpus } });
  const { reject, flags, withheld } = checkedFactsOf(run);
  return {
    rejected: reject.some((text) => text.includes('unlisted-device')),
    held: flags.includes('unlisted-device'),
    withheld,
  };
}

const passed = { rejected: false, held: false };

describe('a GPU', () => {
  it.each([
    ['nvidia geforce rtx 4070 super', 'NVIDIA GeForce RTX 4070 SUPER', 'NVIDIA'],
    ['NVIDIA GeForce RTX 4070 SUPER', 'GeForce RTX 4070 SUPER', 'NVIDIA'],
    ['NVIDIA GeForce RTX 4070 SUPER', 'AD104 [GeForce RTX 4070 SUPER]', 'NVIDIA'],
    [
      'AMD Radeon RX 6800 (RADV NAVI21)',
      'Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]',
      'Advanced Micro Devices, Inc. [AMD/ATI]',
    ],
    ['Some GPU of next year', 'Device 2f04', 'NVIDIA Corporation'],
  ])('"%s" is "%s" of the machine', (name, other, vendor) => {
    expect(checked({ ...gpu, name }, [listed(other, vendor)])).toMatchObject(passed);
  });

  it.each([
    ['the machine has none', [], /but the machine lists no GPU/],
    [
      'the machine lists one of another maker',
      [listed('Intel UHD Graphics 770', 'Intel')],
      /none of that maker/,
    ],
    ['the system knows only a number', [listed('Device 2f04', 'NVIDIA')], /not known to be the same$/],
  ])('is held back if %s', (_, gpus, text) => {
    const { rejected, held, withheld } = checked(gpu, gpus);
    expect({ rejected, held }).toEqual({ rejected: false, held: true });
    expect(withheld).toMatch(text);
  });

  it('is refused if the machine lists another product of that maker, or another at its number', () => {
    expect(checked(gpu, [listed('NVIDIA GeForce RTX 3090')]).rejected).toBe(true);
    const both = [listed('NVIDIA GeForce RTX 3090'), listed(gpu.name)];
    expect(checked({ ...gpu, index: 1 }, both)).toMatchObject(passed);
    expect(checked({ ...gpu, index: 0 }, both).rejected).toBe(true);
  });

  it('that the CPU emulates is in no list', () => {
    const emulated = { ...gpu, name: 'SwiftShader Device (Subzero)', software: true };
    expect(checked(emulated, [])).toMatchObject(passed);
  });
});

describe('a CPU', () => {
  it('has the name of the processor of the machine', () => {
    expect(checked(cpu, [])).toMatchObject(passed);
    expect(checked(cpu, [], 'AMD Ryzen 9 7950X 16-Core Processor').rejected).toBe(true);
    expect(checked(cpu, [], 'Some processor of next year')).toMatchObject({ rejected: false, held: true });
  });
});
