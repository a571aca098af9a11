import { describe, expect, it } from 'vitest';
import { hardware } from '../../../data/catalogue/index.ts';
import { machine } from '../../testing/samples.ts';
import { isDesktopProcessor, strangerIn } from './host.ts';

const entryOf = (name: string) => {
  const found = hardware.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const beside = (cpu: string, arch: 'x64' | 'arm64' = 'x64') => ({
  ...machine,
  os: { ...machine.os, arch },
  cpu: { ...machine.cpu!, name: cpu },
});

describe('P36, the machine around a GPU', () => {
  it.each([
    ['NVIDIA GeForce RTX 4090 Laptop GPU', 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', /sold in laptops/],
    ['NVIDIA GeForce RTX 4090 Laptop GPU', '13th Gen Intel(R) Core(TM) i9-13900HX', null],
    ['NVIDIA GeForce RTX 4090 Laptop GPU', 'AMD Ryzen 9 7945HX with Radeon Graphics', null],
    ['NVIDIA RTX PRO 6000 Blackwell Max-Q', 'AMD Ryzen 9 9950X 16-Core Processor', null],
    ['NVIDIA GeForce RTX 4090', 'AMD Ryzen 9 7950X 16-Core Processor', null],
    ['AMD Radeon 780M', 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', /part of processors of AMD/],
    ['AMD Radeon 780M', 'AMD Ryzen 7 7840U w/ Radeon 780M Graphics', null],
    ['Intel HD Graphics 530', 'AMD Ryzen 7 5800X 8-Core Processor', /part of processors of Intel/],
    ['Intel HD Graphics 530', 'Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz', null],
    ['NVIDIA Jetson Orin NX 16GB', 'Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz', /the machine is x64/],
  ])('%s beside %s', (gpu, cpu, text) => {
    const found = strangerIn(entryOf(gpu), beside(cpu));
    if (text === null) expect(found).toBeNull();
    else expect(found).toMatch(text);
  });

  it('takes an ARM board for what it is', () => {
    expect(strangerIn(entryOf('NVIDIA Jetson Orin NX 16GB'), beside('Cortex-A78AE', 'arm64'))).toBeNull();
  });

  it.each([
    ['12th Gen Intel(R) Core(TM) i5-12400', true],
    ['13th Gen Intel(R) Core(TM) i9-13900KF', true],
    ['Intel(R) Core(TM) i7-10750H CPU @ 2.60GHz', false],
    ['11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', false],
    ['12th Gen Intel(R) Core(TM) i7-1280P', false],
    ['Intel(R) Core(TM) i7-8705G CPU @ 3.10GHz', false],
    ['Intel(R) Core(TM) Ultra 7 265K', true],
    ['Intel(R) Core(TM) Ultra 7 155H', false],
    ['AMD Ryzen 7 5800X3D 8-Core Processor', true],
    ['AMD Ryzen 5 5600G with Radeon Graphics', true],
    ['AMD Ryzen 7 5800HS with Radeon Graphics', false],
    ['AMD Ryzen 9 9955HX3D 16-Core Processor', false],
    ['AMD Ryzen AI 9 HX 370 w/ Radeon 890M', false],
    ['AMD EPYC', true],
    ['Intel(R) Xeon(R) E-2276M CPU @ 2.80GHz', false],
    ['Apple M2', false],
  ])('%s is a processor for desktops: %s', (name, desktop) => {
    expect(isDesktopProcessor(name)).toBe(desktop);
  });
});
