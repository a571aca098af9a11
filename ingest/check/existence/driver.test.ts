import { expect, it } from 'vitest';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, gpu, machine, matmul, submission } from '../../testing/samples.ts';

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

it.each([
  ['570.124.06', '2.11.0+cu130 (CUDA 13.0)', true],
  ['580.159.04', '2.11.0+cu130 (CUDA 13.0)', false],
  ['535.183.01', '2.6.0+cu126 (CUDA 12.6)', false],
  ['520.61.05', '2.6.0+cu126 (CUDA 12.6)', true],
  ['32.0.15.7247', '2.11.0+cu130 (CUDA 13.0)', true],
])('the driver %s is older than the CUDA of %s: %s', (driver, engineVersion, old) => {
  const gpus = machine.gpus.map((one) => ({ ...one, driver }));
  const result = matmul(10, { engine: 'pytorch', device: { ...gpu, api: 'cuda' } });
  const run = submission([changed(result, () => ({ engineVersion }))], { machine: { ...machine, gpus } });
  expect(checkedFactsOf(run).texts.filter((text) => text.includes('older than the CUDA of'))).toHaveLength(
    old ? 1 : 0,
  );
});
