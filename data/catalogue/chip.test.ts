import { expect, it } from 'vitest';
import { gpuChips } from './chip.ts';
import { findHardware } from './index.ts';

it('lists only cards of the catalogue, each chip of a maker once', () => {
  const keys = gpuChips.map(({ maker, chip }) => `${maker} ${chip}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { cards, maker } of gpuChips)
    for (const id of Object.keys(cards)) expect(findHardware(id).vendor, id).toBe(maker);
});

it('gives each number of a maker to one chip, and each other name to one, too', () => {
  const ids = gpuChips.flatMap(({ maker, chip, cards, others = [] }) =>
    [...new Set([...Object.values(cards).flat(), ...others])].map((id) => [`${maker} ${id}`, chip] as const),
  );
  expect(ids.length).toBeGreaterThan(1000);
  expect(new Map(ids).size).toBe(ids.length);
  const names = gpuChips.flatMap((one) => one.names);
  expect(new Set(names).size).toBe(names.length);
});
