import { expect, it } from 'vitest';
import { hardware } from './index.ts';
import { architectureOf, nvidiaArchitectures } from './nvidia-architectures.ts';

const cards = hardware.filter(({ vendor, kind }) => vendor === 'NVIDIA' && kind !== 'cpu');

it('has one design for each GPU of NVIDIA', () => {
  for (const { name } of cards) {
    const found = nvidiaArchitectures.filter(({ products }) => new RegExp(products).test(name));
    expect(
      found.map((one) => one.name),
      name,
    ).toHaveLength(1);
  }
});

it.each([
  ['NVIDIA GeForce GTX 1080 Ti', 'Pascal', 12],
  ['NVIDIA GeForce GTX 750 Ti', 'Maxwell', 12],
  ['NVIDIA GeForce GTX 770', 'Kepler', 11],
  ['NVIDIA GeForce MX450', 'Turing', null],
  ['NVIDIA GeForce RTX 2050 Mobile', 'Ampere', null],
  ['NVIDIA Quadro RTX 5000', 'Turing', null],
  ['NVIDIA RTX 5000 Ada Generation', 'Ada Lovelace', null],
  ['NVIDIA GeForce RTX 5090', 'Blackwell', null],
])('knows the design of %s', (name, design, lastCudaMajor) => {
  const card = cards.find((one) => one.name === name)!;
  expect(architectureOf(card)).toMatchObject({ name: design, lastCudaMajor });
});

it('knows none of another maker', () => {
  expect(architectureOf(hardware.find(({ vendor }) => vendor === 'AMD')!)).toBeNull();
});
