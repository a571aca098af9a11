import { expect, it } from 'vitest';
import { parseFacts } from './tools.ts';

it('what a system does not tell is empty, 0 or null, whatever stands there', () => {
  const adapter = { vendor: null, vram: 'unknown', cores: [], driverVersion: null, bus: 'PCI' };
  expect(parseFacts('graphics', { controllers: [adapter, {}], displays: [] })).toEqual({
    controllers: [
      { vendor: '', model: '', vram: null, cores: null },
      { vendor: '', model: '', vram: null },
    ],
  });
  // JSON has no NaN.
  expect(parseFacts('cpu', JSON.parse(JSON.stringify({ brand: 'M5', speed: Number.NaN })))).toEqual({
    ...{ manufacturer: '', brand: 'M5', speed: 0, physicalCores: 0, cores: 0 },
  });
  expect(parseFacts('battery', { hasBattery: 'yes', acConnected: true })).toEqual({
    ...{ hasBattery: false, acConnected: true, isCharging: false },
  });
});

it('an answer of another shape is none', () => {
  for (const answer of [null, [], 'error', { controllers: 'none' }])
    expect(() => parseFacts('graphics', answer)).toThrow();
});
