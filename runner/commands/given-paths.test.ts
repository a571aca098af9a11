import { describe, expect, it, vi } from 'vitest';
import type { EngineId } from '../../data/contract/words.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import { refuseBrokenPrograms, refuseUselessPrograms } from './given-paths.ts';

/** @param fault Why its program does not start; null if it does. */
const engine = (id: EngineId, givenBy: string | null, fault: string | null = null): Engine => ({
  id,
  computes: 'nets',
  preference: {},
  deviceKinds: ['cpu'],
  worker: () =>
    fault === null
      ? { command: 'x', args: [], environment: {} }
      : { reason: `${givenBy ?? id} x: ${fault}`, remedy: 'mend it' },
  brief: () => ({}),
  unsupported: () => null,
  setup: null,
  givenBy: () => givenBy,
});

const works: Probe = {
  available: true,
  version: '1',
  devices: [{ kind: 'cpu', api: 'none', name: 'x', software: false }],
  observed: {},
};
const lacksTorch: Probe = { available: false, reason: 'No module named "torch"', remedy: 'install it' };

describe('a program that was given', () => {
  it('is refused if it does not start, with the reason and the remedy', async () => {
    const broken = engine('pytorch', '--python', 'there is no such file');
    await expect(refuseBrokenPrograms([broken], null, () => undefined)).rejects.toThrow(
      '--python x: there is no such file; to fix it: mend it',
    );
  });

  it('is waited for with one line, however many engines use it, and refused if it does not answer', async () => {
    const late = { reason: '--python x: it did not answer within 10 s', remedy: 'mend it' };
    const said: string[] = [];
    let give = (_fault: typeof late) => {};
    const fault = new Promise<typeof late>((resolve) => {
      give = resolve;
    });
    const engines = (['pytorch', 'jax'] as const).map((id) => ({
      ...engine(id, '--python'),
      tryGiven: () => fault,
    }));
    const refused = refuseBrokenPrograms(engines, null, (text) => said.push(text), undefined, 0);
    await vi.waitUntil(() => said.length > 0);
    give(late);
    await expect(refused).rejects.toThrow('--python x: it did not answer within 10 s; to fix it: mend it');
    expect(said).toEqual(['--python: waiting for x to answer']);
  });

  it('is not refused if the user stops waiting for it', async () => {
    const stop = new AbortController();
    const stopped = { reason: '--python x: it was stopped', remedy: 'mend it' };
    const one: Engine = {
      ...engine('pytorch', '--python'),
      tryGiven: async (signal) => {
        stop.abort();
        return signal?.aborted ? stopped : null;
      },
    };
    await expect(refuseBrokenPrograms([one], null, () => undefined, stop.signal)).resolves.toBeUndefined();
  });

  it('is refused if the probe of an engine that was chosen by name fails with it', () => {
    const probes = new Map<EngineId, Probe>([
      ['pytorch', lacksTorch],
      ['jax', works],
    ]);
    const engines = [engine('pytorch', '--python'), engine('jax', '--python')];
    expect(() => refuseUselessPrograms(engines, ['pytorch', 'jax'], probes)).toThrow(
      '--python: pytorch does not work with it: No module named "torch"; to fix it: install it',
    );
    expect(() => refuseUselessPrograms(engines, null, probes)).not.toThrow();
  });

  it('must work for at least one engine if none is named', () => {
    const probes = new Map<EngineId, Probe>([
      ['pytorch', lacksTorch],
      ['jax', lacksTorch],
    ]);
    expect(() =>
      refuseUselessPrograms([engine('pytorch', '--python'), engine('jax', '--python')], null, probes),
    ).toThrow('--python: pytorch does not work with it');
  });

  it('is judged for each variable alone, and an engine without one is only left out', () => {
    const probes = new Map<EngineId, Probe>([
      ['pytorch', lacksTorch],
      ['jax', lacksTorch],
    ]);
    expect(() => refuseUselessPrograms([engine('pytorch', null)], ['pytorch'], probes)).not.toThrow();
    const engines = [engine('jax', null), engine('pytorch', 'TRAINMARK_PYTORCH_PYTHON')];
    expect(() => refuseUselessPrograms(engines, null, probes)).toThrow(/^TRAINMARK_PYTORCH_PYTHON: pytorch/);
  });
});
