import { describe, expect, it } from 'vitest';
import { slug } from '../../data/contract/words.ts';
import { machine } from '../testing/samples.ts';
import { machineIdOf } from './machine.ts';

const GIB = 2 ** 30;
const cpu = machine.cpu!;
const [gpu] = machine.gpus;

describe('machineIdOf', () => {
  it('names processor, cores, memory, and GPUs with their memory', () => {
    expect(machineIdOf(machine)).toBe('intel-core-i7-8700-6c12t-32gb-nvidia-geforce-rtx-4070-super-12gb');
  });

  it.each([
    ['cores', { cpu: { ...cpu, physicalCores: 4, logicalCores: 8 } }],
    ['memory', { memoryBytes: 16 * GIB }],
    ['memory of the GPU', { gpus: [{ ...gpu!, vramBytes: 16 * GIB }] }],
    ['a second GPU', { gpus: [gpu!, gpu!] }],
    ['cores of the GPU', { gpus: [{ ...gpu!, cores: 30 }] }],
    ['another processor', { cpu: { ...cpu, name: 'AMD Ryzen 9 9950X' } }],
    ['no GPU', { gpus: [] }],
  ])('tells machines apart by %s', (_, change) => {
    expect(machineIdOf({ ...machine, ...change })).not.toBe(machineIdOf(machine));
  });

  it.each([
    ['the system', { os: { ...machine.os, name: 'Microsoft Windows 11 Pro', version: '10.0.26100' } }],
    ['the driver', { gpus: [{ ...gpu!, driver: '999.9' }] }],
    ['the spelling of a chip', { cpu: { ...cpu, name: 'Intel Core i7-8700' } }],
    ['memory that the kernel keeps', { memoryBytes: 31.2 * GIB }],
    ['memory that the driver keeps', { gpus: [{ ...gpu!, vramBytes: 11.99 * GIB }] }],
  ])('does not tell them apart by %s', (_, change) => {
    expect(machineIdOf({ ...machine, ...change })).toBe(machineIdOf(machine));
  });

  it('does not depend on the order of the GPUs', () => {
    const other = { ...gpu!, name: 'NVIDIA GeForce RTX 2070', vramBytes: 8 * GIB };
    const id = machineIdOf({ ...machine, gpus: [gpu!, other, gpu!] });
    expect(machineIdOf({ ...machine, gpus: [other, gpu!, gpu!] })).toBe(id);
    expect(id).toContain('2x-nvidia-geforce-rtx-4070-super-12gb');
  });

  it.each([
    [7.6, '8gb'],
    [15.3, '16gb'],
    [18, '18gb'],
    [23.5, '24gb'],
    [36, '36gb'],
    [125.7, '128gb'],
    [100, '100gb'],
    [503.6, '512gb'],
    [0.4, '0gb'],
  ])('rounds %d GiB to %s', (gib, words) => {
    expect(machineIdOf({ ...machine, gpus: [], memoryBytes: gib * GIB })).toContain(`-${words}`);
  });

  it('is a slug for any machine, and long ones that differ only at the end stay apart', () => {
    const long = (end: string) =>
      machineIdOf({ ...machine, gpus: [{ ...gpu!, name: `${'Very-'.repeat(39)}${end}` }] });
    expect(long('1')).not.toBe(long('2'));
    for (const id of [long('1'), machineIdOf({ ...machine, cpu: null, gpus: [], memoryBytes: null })])
      expect(slug(160).safeParse(id).success, id).toBe(true);
  });
});
