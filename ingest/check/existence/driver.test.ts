import { expect, it } from 'vitest';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, gpu, machine, matmul, submission } from '../../testing/samples.ts';

it.each([
  ['304.137', true],
  ['440.82', true],
  ['550.54.14', false],
  ['31.0.15.3623', true],
  ['31.0.15.4633', false],
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

const texts = (name: string, vendor: string, driver: string, api: 'vulkan' | 'cuda' = 'vulkan') => {
  const gpus = machine.gpus.map((one) => ({ ...one, name, vendor, driver, vramBytes: null }));
  const engine = api === 'cuda' ? 'tfjs-node' : 'webgpu';
  const result = matmul(2, { engine, device: { ...gpu, name, api } });
  return checkedFactsOf(submission([result], { machine: { ...machine, gpus } })).texts.filter((text) =>
    text.includes('driver'),
  );
};

it.each([
  ['NVIDIA GeForce RTX 4070 SUPER', '535.183.01', /lists from 550 on/],
  ['NVIDIA GeForce RTX 4070 SUPER', '545.29.06', null],
  ['NVIDIA GeForce GTX 1080', '358.91', /older than the NVIDIA GeForce GTX 1080.*needs 361/],
  ['NVIDIA GeForce GTX 1080', '367.57', null],
  ['NVIDIA GeForce GTX 770', '304.137', /no Vulkan/],
  ['NVIDIA GeForce GTX 770', '470.256.02', null],
  // Windows counts on within a branch.
  ['NVIDIA GeForce GTX 770', '472.12', null],
  ['NVIDIA GeForce GTX 770', '475.14', null],
  ['NVIDIA GeForce GTX 770', '30.0.14.7482', null],
  ['NVIDIA GeForce GTX 770', '496.13', /470 is the last for Kepler/],
  ['NVIDIA GeForce GTX 770', '472.12.01', /470 is the last for Kepler/],
  ['NVIDIA GeForce GTX 1080 Ti', '581.80', null],
  ['NVIDIA GeForce GTX 1080 Ti', '32.0.15.8108', null],
  ['Tesla V100-PCIE-16GB', '582.16', null],
  ['NVIDIA GeForce GTX 1080 Ti', '591.44', /580 is the last for Pascal/],
  ['NVIDIA GeForce RTX 2080 Ti (NVK TU102)', '25.2.6', null],
  ['NVIDIA GeForce GTX 1080 Ti', '590.48.01', /580 is the last for Pascal/],
])('the %s with the driver %s', (name, driver, text) => {
  const found = texts(name, 'NVIDIA', driver);
  expect(found).toHaveLength(text === null ? 0 : Math.max(1, found.length));
  if (text !== null) expect(found).toContainEqual(expect.stringMatching(text));
});

it("takes CUDA 11 for the oldest where an engine names none, and NVIDIA's driver for NVIDIA's cards only", () => {
  expect(texts('NVIDIA GeForce GTX 1080', 'NVIDIA', '390.157', 'cuda')).toEqual([
    expect.stringMatching(/older than the CUDA of tfjs-node .* which needs 450/),
  ]);
  expect(texts('NVIDIA GeForce GTX 1080', 'NVIDIA', '470.256.02', 'cuda')).toEqual([]);
  expect(texts('AMD Radeon RX 6800 XT', 'AMD', '570.124.06')).toEqual([
    expect.stringMatching(/has a version of NVIDIA's, but the AMD Radeon RX 6800 XT is not/),
  ]);
  expect(texts('AMD Radeon RX 6800 XT', 'AMD', '25.10.2')).toEqual([]);
  // Its last digits would be the branch 167 of NVIDIA.
  expect(texts('Intel Arc A770 16GB', 'Intel', '32.0.101.6734')).toEqual([]);
});

/** What is said of a driver of the usual card: refusals, then flags. */
const saidOf = (driver: string) => {
  const gpus = machine.gpus.map((one) => ({ ...one, driver }));
  const run = submission([matmul(10, { device: gpu })], { machine: { ...machine, gpus } });
  const { reject, texts: flagged } = checkedFactsOf(run);
  return [...reject, ...flagged].filter((text) => text.includes('driver'));
};

it.each(['12.03.1987', '49 170 1234567', 'Mali', '5', '57.12', '1234567', '580.159.04.1.2.3.4.5'])(
  'a driver of NVIDIA is not called "%s"',
  (driver) => {
    expect(saidOf(driver)).toContainEqual(
      expect.stringMatching(/NVIDIA's drivers are called|is not a version/),
    );
  },
);

it.each(['999.99', '700.12.01', '32.0.19.9999', '581.12.01', '553.10.01'])(
  'the driver %s is of no known branch',
  (driver) => {
    expect(saidOf(driver)).toEqual([
      expect.stringMatching(/newer than those that are known|of no known branch/),
    ]);
  },
);

it.each([
  '550.54.14',
  '580.159.04',
  '595.45.04',
  '600.10.01',
  '591.86',
  '566.14',
  '32.0.15.7247',
  'Mesa 24.0.9-0ubuntu0.1',
])('the driver %s exists', (driver) => {
  expect(saidOf(driver)).toEqual([]);
});
