import { describe, expect, it } from 'vitest';
import type { Measurer } from '../../data/contract/leaderboard.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { besideWords, originOf, softwareWords } from './words.ts';

describe('who rows come from', () => {
  const ours = { provenance: 'measured', measuredBy: ['maintainers'] } as const;
  const other = { provenance: 'measured', measuredBy: ['contributor'] } as const;
  const row = (of: { provenance: NamedRow['provenance']; measuredBy: readonly Measurer[] }) => ({
    ...of,
    measuredBy: [...of.measuredBy],
  });

  it.each([
    ['measured by the maintainers', [ours, ours]],
    ['measured by contributors and measured by the maintainers', [ours, other]],
    [
      'measured by the maintainers and published by others',
      [ours, { provenance: 'published', measuredBy: ['publication'] }],
    ],
    ['tested in a browser by contributors', [{ provenance: 'quick-test', measuredBy: ['contributor'] }]],
  ] as const)('is told: %s', (words, rows) => {
    expect(originOf(rows.map(row))).toBe(words);
  });
});

describe('the software of a machine', () => {
  it('is each engine by its name with its versions, and a source in its own words', () => {
    const row = (engine: 'pytorch' | 'mlx', engineName: string, software: string) => ({
      engine,
      engineName,
      software,
    });
    expect(
      softwareWords([
        row('pytorch', 'PyTorch', 'pytorch 2.13.0+cpu'),
        row('mlx', 'MLX', 'mlx 0.32.4 (metal)'),
        row('pytorch', 'PyTorch', 'pytorch 2.13.0'),
        row('pytorch', 'PyTorch', 'pytorch 2.13.0'),
        row('mlx', 'MLX', 'MLX from conda'),
      ]),
    ).toEqual(['PyTorch 2.13.0, 2.13.0+cpu', 'MLX 0.32.4 (metal)', 'MLX from conda']);
  });
});

describe('what stands beside a chip in its machine', () => {
  it.each([
    [
      'AMD Ryzen 7 5800X 8-Core Processor · NVIDIA GeForce RTX 4070',
      'NVIDIA GeForce RTX 4070',
      'with Ryzen 7 5800X',
    ],
    ['Apple M4', 'Apple M4 (8-core GPU)', 'M4'],
  ])('of %s beside %s is "%s"', (machine, chip, words) => {
    expect(besideWords(machine, chip)).toBe(words);
  });
});
