import { describe, expect, it } from 'vitest';
import { sampleRow } from '../testing/sample-rows.ts';
import { groupRows } from './group.ts';
import type { NamedRow } from './named-row.ts';

const machine = (id: string, value: number, changes: Partial<NamedRow> = {}) =>
  sampleRow({ id, value, speedup: 863 / value, machine: { id, name: id }, ...changes });

describe('a group', () => {
  it('has the median of its machines with their range, the fastest first', () => {
    const rows = [machine('a', 20), machine('b', 18), machine('c', 25)];
    const [group, ...others] = groupRows(rows, 'median');
    expect(others).toEqual([]);
    expect(group!.members.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect(group!.row).toMatchObject({
      value: 20,
      ci: { low: 18, high: 25, kind: 'range' },
      speedup: 863 / 20,
      speedupCi: { low: 863 / 25, high: 863 / 18 },
      machines: 3,
      runs: 3,
      n: 9,
    });
  });

  it('has a 95 % interval from six machines on', () => {
    const rows = [1, 2, 3, 4, 5, 6].map((value) => machine(`m${value}`, value));
    expect(groupRows(rows, 'median')[0]!.row.ci).toEqual({ low: 1, high: 6, kind: '95%' });
  });

  it('has the best of its machines with that one’s interval, if asked for', () => {
    const ci = { low: 17, high: 19, kind: 'range' } as const;
    const [group] = groupRows([machine('a', 20), machine('b', 18, { ci })], 'best');
    expect(group!.row).toMatchObject({ value: 18, ci, speedup: 863 / 18 });
    expect(group!.members).toHaveLength(2);
  });

  it('is the row itself for a single machine', () => {
    const row = machine('a', 20, { rank: 1, rankBand: [1, 1] });
    expect(groupRows([row], 'median')[0]).toEqual({ row, members: [row] });
  });

  it('takes the interval of the baseline, too', () => {
    // The baseline is between 800 and 900, so a row of exactly 20 is 40 to 45 times as fast.
    const speedupCi = { low: 40, high: 45 };
    const rows = [machine('a', 20, { speedupCi }), machine('b', 20, { speedupCi })];
    const { speedupCi: found } = groupRows(rows, 'median')[0]!.row;
    expect(found!.low).toBeCloseTo(40, 9);
    expect(found!.high).toBeCloseTo(45, 9);
  });

  it('does not count machines that are not ranked, if others are', () => {
    const held = machine('held', 1, { rank: null, rankBand: null, rankReason: 'Held back: odd.' });
    const [group] = groupRows([held, machine('a', 20), machine('b', 22)], 'median');
    expect(group!.row).toMatchObject({ value: 21, rank: 1, machines: 2 });
    expect(group!.members.map(({ id }) => id)).toEqual(['held', 'a', 'b']);
    expect(groupRows([held], 'median')[0]!.row.rank).toBeNull();
  });
});

describe('groups', () => {
  it.each([
    ['device', { hardware: 'nvidia-geforce-rtx-2080' }],
    ['engine', { engine: 'pytorch' }],
    ['API', { device: { ...sampleRow().device, api: 'vulkan' } }],
    ['comparison key', { comparisonKey: 'another' }],
    ['origin', { provenance: 'quick-test' }],
  ] as const)('are different for another %s', (_, changes) => {
    expect(groupRows([machine('a', 20), machine('b', 20, changes)], 'median')).toHaveLength(2);
  });

  it('are ranked among each other, tied where their intervals overlap', () => {
    const other = { hardware: 'x' };
    const groups = groupRows(
      [machine('a', 10), machine('b', 20), machine('c', 14, other), machine('d', 16, other)],
      'median',
    );
    expect(groups.map(({ row }) => [row.rank, row.rankBand])).toEqual([
      [1, [1, 2]],
      [1, [1, 2]],
    ]);
    const slow = machine('e', 90, { hardware: 'y' });
    expect(groupRows([machine('a', 10), slow], 'median').map(({ row }) => row.rank)).toEqual([1, 2]);
  });
});
