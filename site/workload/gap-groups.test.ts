import { describe, expect, it } from 'vitest';
import type { NamedGap } from '../rows/named-row.ts';
import { sampleRow } from '../testing/sample-rows.ts';
import { gapGroups, outcomeWords } from './gap-groups.ts';

function gap(changes: Partial<NamedGap>): NamedGap {
  const { id, machine, hardware, workload, mode, engine, device, recipe, dtype, date, sources } = sampleRow();
  const { batchSize, size, sequenceLength, languageModel, name, vendor, engineName, kind } = sampleRow();
  const where = { id, machine, hardware, workload, mode, engine, device, recipe, dtype, date, sources };
  const names = { batchSize, size, sequenceLength, languageModel, name, vendor, engineName, kind };
  return { ...where, ...names, status: 'failed', reason: 'it failed', ...changes };
}

describe('attempts without a result', () => {
  it('are grouped by outcome, engine and what the reason says, the most first', () => {
    const groups = gapGroups([
      gap({ reason: 'it would take about 46 s, more than 7 min', status: 'skipped', name: 'A' }),
      gap({ reason: 'it would take about 1 min 29 s, more than 7 min', status: 'skipped', name: 'B' }),
      gap({
        reason: 'it would take about 2 min, more than 1.5 h',
        status: 'skipped',
        name: 'A',
        date: '2027-01-01',
      }),
      gap({ reason: 'needs 3 GB', engine: 'mlx', engineName: 'MLX' }),
      gap({ reason: 'needs 12.5 GB', engine: 'mlx', engineName: 'MLX', status: 'out-of-memory' }),
    ]);
    expect(groups.map(({ attempts, engineName, status }) => [attempts, engineName, status])).toEqual([
      [3, 'TensorFlow', 'skipped'],
      [1, 'MLX', 'failed'],
      [1, 'MLX', 'out-of-memory'],
    ]);
    expect(groups[0]).toMatchObject({
      reason: 'it would take about 46 s to 2 min, more than 7 min to 1.5 h',
      devices: ['A', 'B'],
    });
  });

  it('of other reasons stay apart', () => {
    expect(gapGroups([gap({ reason: 'no Vulkan driver' }), gap({ reason: 'no Metal driver' })])).toHaveLength(
      2,
    );
    expect(gapGroups([])).toEqual([]);
  });

  it('are summed up by outcome', () => {
    const many = Array.from({ length: 1200 }, () => gap({ status: 'timeout' }));
    expect(outcomeWords([gap({}), ...many])).toBe('1,200 timed out, 1 failed');
  });
});
