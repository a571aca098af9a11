import { describe, expect, it } from 'vitest';
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
  it('is refused if it does not start, with the reason and the remedy', () => {
    const broken = engine('pytorch', '--python', 'there is no such file');
    expect(() => refuseBrokenPrograms([broken], null)).toThrow(
      '--python x: there is no such file; to fix it: mend it',
    );
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
