import { describe, expect, it } from 'vitest';
import { hardware } from '../../../data/catalogue/index.ts';
import { isOfFamily } from './families.ts';

const gpusOf = (vendor: string) =>
  hardware.filter((entry) => entry.kind !== 'cpu' && entry.vendor === vendor);

/** Chips without WebGPU, one that no maker assigns to an architecture, and names that AMD gave to chips of several ones. */
const without =
  /Instinct MI\d{3}|Xeon Phi|Data Center GPU Max|HD Graphics P?[23]000|CMP 100HX|Radeon (?:530X|535|610|62[05])$/;

describe('isOfFamily', () => {
  it.each([
    ['NVIDIA', 'kepler maxwell pascal volta turing ampere lovelace hopper blackwell'],
    ['AMD', 'gcn-1 gcn-2 gcn-3 gcn-4 gcn-5 rdna-1 rdna-2 rdna-3 rdna-4'],
    ['Intel', 'gen-7 gen-8 gen-9 gen-12-lp gen-12-hp gen-13-lp gen-13-hp'],
    ['Qualcomm', 'adreno-5xx adreno-6xx adreno-7xx adreno-8xx'],
    ['Arm', 'midgard bifrost valhall gen-5'],
  ])('has exactly one architecture for every chip of %s', (vendor, architectures) => {
    const gpus = gpusOf(vendor).filter(({ name }) => !without.test(name));
    expect(gpus.length).toBeGreaterThan(10);
    for (const gpu of gpus) {
      const of = architectures.split(' ').filter((architecture) => isOfFamily(gpu, { vendor, architecture }));
      expect(of, gpu.name).toHaveLength(1);
    }
  });

  it.each([
    ['NVIDIA GeForce RTX 2070', 'nvidia', 'turing', true],
    ['NVIDIA GeForce RTX 3070', 'nvidia', 'turing', false],
    ['NVIDIA GeForce RTX 2050 Mobile', 'nvidia', 'ampere', true],
    ['NVIDIA TITAN X (Pascal)', 'nvidia', 'pascal', true],
    ['NVIDIA GeForce GTX TITAN X', 'nvidia', 'maxwell', true],
    ['NVIDIA RTX 3000 Ada Generation Laptop GPU', 'nvidia', 'lovelace', true],
    ['AMD Radeon RX 5700 XT', 'amd', 'rdna-1', true],
    ['AMD Radeon RX 570 4GB', 'amd', 'gcn-4', true],
    ['Intel UHD Graphics 630 (24EU 1.2GHz)', 'intel', 'gen-9', true],
    ['Intel Iris Xe Graphics (96 EU)', 'intel', 'gen-12lp', true],
    ['Apple M1 Max (32-core GPU)', 'apple', 'metal-3', true],
    ['Apple M1 Max (32-core GPU)', 'nvidia', '', false],
    ['Apple M1 Max (32-core GPU)', '', '', true],
    ['Samsung Xclipse 940', 'samsung', 'rdna-3', true],
    ['Imagination PowerVR GE8320', 'img-tec', 'rogue', true],
  ])('%s, %s %s: %s', (name, vendor, architecture, expected) => {
    const entry = hardware.find((one) => one.name === name)!;
    expect(isOfFamily(entry, { vendor, architecture })).toBe(expected);
  });

  it('leaves the vendor to decide where the architecture is new', () => {
    expect(
      isOfFamily(
        { name: 'NVIDIA GeForce RTX 2070', vendor: 'NVIDIA' },
        { vendor: 'nvidia', architecture: 'rubin' },
      ),
    ).toBe(true);
  });
});
