/** @file Runs plans on a fake worker. */
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import { parseMachine } from '../detect/parse.ts';
import { makePlan } from '../plan/plan.ts';
import type { Engine } from '../protocol/engine.ts';
import { m1Max } from '../testing/machines.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { typeScriptWorker } from '../worker/command.ts';
import { workloads } from '../workloads/index.ts';
import { runPlan } from './run.ts';

const cpu: Device = { kind: 'cpu', api: 'none', name: 'Fake CPU', software: false };
const fakeWorker = resolve(import.meta.dirname, '../../tests/testing/fake-worker.ts');

/** An engine whose products hang. */
const engine: Engine = {
  id: 'tfjs-wasm',
  computes: 'nets',
  preference: { cpu: 1 },
  deviceKinds: ['cpu'],
  ...typeScriptWorker(fakeWorker, { FAKE_BEHAVIOUR: JSON.stringify({ matmul: 'hang' }) }),
  unsupported: () => null,
  setup: null,
};

it('a worker that hangs costs what is left of the time and a grace, not the deadline of its preset', async () => {
  const plan = makePlan(
    sampleChoice({ preset: 'smoke', workloads: ['matmul'], timeBudgetMs: 6000, device: 'cpu' }),
    {
      machine: parseMachine(m1Max),
      engines: [engine],
      probes: new Map([['tfjs-wasm', { available: true, version: '1', devices: [cpu], observed: {} }]]),
      workloads,
      seed: 7,
    },
  );
  expect(plan.order.length).toBeGreaterThan(0);
  const [{ planned }] = plan.order as [(typeof plan.order)[number]];
  expect(planned.deadlineMs).toBeGreaterThan(60_000);
  const results = await runPlan(plan, {
    seed: 7,
    signal: new AbortController().signal,
    report: () => undefined,
    toCellResult: ({ cell }) => ({ id: '', cell, status: 'ok', reason: null, value: null }) as never,
    save: () => undefined,
    before: [],
    warnsOfLoad: false,
    meterOf: () => null,
    datasets: new Map(),
    models: new Map(),
    patience: { graceMs: 200, compilingMs: 1000 },
  });
  const outcome = results.find(({ cell }) => cell.workload === 'matmul')?.outcome;
  expect(outcome).toMatchObject({ status: 'timeout', reason: expect.stringMatching(/deadline of 5 s/) });
});
