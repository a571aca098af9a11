import { describe, expect, it } from 'vitest';
import { besideWords, softwareWords } from './words.ts';

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
