import { describe, expect, it } from 'vitest';
import { listMachines } from './machines.ts';

const row = (id: string, name: string, os: string, provenance: 'measured' | 'published' = 'measured') => ({
  machine: { id, name },
  os,
  provenance,
});

describe('the list of machines', () => {
  it('has the most measured first, and each system once', () => {
    const few = [row('m1', 'Apple M1', 'macOS 15.3')];
    const many = [row('pc', 'A PC', 'Ubuntu 24.04 and Windows 11'), row('pc', 'A PC', 'Windows 11')];
    const listed = listMachines([few, [], many]);
    expect(listed.map(({ name, detail }) => [name, detail])).toEqual([
      ['A PC', 'Ubuntu 24.04, Windows 11'],
      ['Apple M1', 'macOS 15.3'],
    ]);
  });

  it('tells machines that read alike apart by their id, and says who published', () => {
    const listed = listMachines([
      [row('m1-8', 'Apple M1', 'macOS 15.3')],
      [row('m1-16', 'Apple M1', 'macOS 15.3')],
      [row('other', 'Apple M1', 'macOS 11', 'published')],
    ]);
    expect(listed.map(({ detail }) => detail)).toEqual([
      'macOS 15.3 · m1-8',
      'macOS 15.3 · m1-16',
      'published by others',
    ]);
  });
});
