import { expect, it } from 'vitest';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { gpu, machine, matmul, submission } from '../../testing/samples.ts';

it.each([
  ['304.137', true],
  ['440.82', true],
  ['550.54.14', false],
  ['31.0.15.3623', false],
  ['27.21.14.4141', true],
  ['32.0.15.7247', false],
  ['Mesa 24.0.9', false],
])('the driver %s is older than a card of 2024: %s', (driver, old) => {
  const gpus = machine.gpus.map((one) => ({ ...one, driver }));
  const { flags } = checkedFactsOf(
    submission([matmul(10, { device: gpu })], { machine: { ...machine, gpus } }),
  );
  expect(flags.includes('p28-driver')).toBe(old);
});
