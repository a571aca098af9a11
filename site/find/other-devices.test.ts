/** @file Devices that the catalogue lacks are found by the box. */
import { expect, it } from 'vitest';
import type { NamedRow } from '../rows/named-row.ts';
import { otherDevices } from './other-devices.ts';

const row = (hardware: string | null, name: string, kind: 'cpu' | 'gpu', machine: string) =>
  ({
    ...{ hardware, kind, vendor: 'AMD' },
    device: { kind, api: 'none', name, software: false },
    machine: { id: machine.toLowerCase(), name: machine },
  }) as Pick<NamedRow, 'hardware' | 'kind' | 'vendor' | 'device' | 'machine'>;

it('lists each device once, with its results and the machine that measured it most', () => {
  const rows = [
    row(null, 'AMD EPYC', 'cpu', 'VM'),
    row(null, 'AMD EPYC', 'cpu', 'Other'),
    row(null, 'amd epyc', 'cpu', 'Other'),
    row('rtx', 'RTX', 'gpu', 'VM'),
  ];
  expect(otherDevices(rows, () => false)).toEqual([
    { name: 'AMD EPYC', vendor: 'AMD', kind: 'cpu', machine: 'other', results: 3 },
  ]);
});

it('lists the processor of a machine of which only the GPU was measured, unless the catalogue has it', () => {
  const rows = [
    row('h200', 'H200', 'gpu', 'Intel Xeon Processor · NVIDIA H200'),
    row('h200', 'H200', 'gpu', 'i7 · NVIDIA H200'),
  ];
  expect(otherDevices(rows, (name) => name === 'i7')).toEqual([
    {
      ...{ name: 'Intel Xeon Processor', vendor: 'Intel', kind: 'cpu', results: 0 },
      machine: 'intel xeon processor · nvidia h200',
    },
  ]);
});
