import { expect, it } from 'vitest';
import { parseFacts, Tools } from './tools.ts';

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

it('a tool that does not answer in time is remembered, one that is stopped or missing is not', async () => {
  const tools = new Tools(undefined, 50);
  expect(await tools.ask('sleep', ['30'])).toBeNull();
  expect([...tools.silent]).toEqual(['sleep']);
  const patient = new Tools(undefined, 60_000);
  expect(await patient.ask('no-such-tool', [])).toBeNull();
  const stopped = new Tools(AbortSignal.abort());
  expect(await stopped.ask('sleep', ['30'])).toBeNull();
  expect([...patient.silent, ...stopped.silent]).toEqual([]);
});

it('an answer of another shape is none', () => {
  for (const answer of [null, [], 'error', { controllers: 'none' }])
    expect(() => parseFacts('graphics', answer)).toThrow();
});
