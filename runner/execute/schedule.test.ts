import { describe, expect, it } from 'vitest';
import { cellId, type Device } from '../../data/contract/cell.ts';
import { sampleCheck } from '../../data/testing/sample-outcome.ts';
import { sampleRepetition } from '../../data/testing/sample-repetition.ts';
import { parseMachine } from '../detect/parse.ts';
import type { Choice } from '../plan/choice.ts';
import type { Parts } from '../plan/estimate.ts';
import { makePlan, type Plan, type PlannedCell } from '../plan/plan.ts';
import type { Engine } from '../protocol/engine.ts';
import type { ResultMessage } from '../protocol/messages.ts';
import { m1Max } from '../testing/machines.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { typeScriptWorker } from '../worker/command.ts';
import { workloads } from '../workloads/index.ts';
import { describeChange } from './change.ts';
import { Journal } from './journal.ts';
import { Schedule } from './schedule.ts';

const gpu: Device = { kind: 'gpu', api: 'cuda', name: 'Some GPU', software: false };
const engine: Engine = {
  id: 'pytorch',
  computes: 'nets',
  preference: { gpu: 1 },
  deviceKinds: ['gpu'],
  ...typeScriptWorker('/nowhere.ts'),
  unsupported: ({ workload }) => (workload === 'llm' ? 'not this one' : null),
  setup: null,
};

const planOf = (changes: Partial<Choice> = {}): Plan =>
  makePlan(sampleChoice({ device: 'gpu', ...changes }), {
    machine: parseMachine(m1Max),
    engines: [engine],
    probes: new Map([['pytorch', { available: true, version: '1', devices: [gpu], observed: {} }]]),
    workloads,
    seed: 7,
  });

const resultOf = (planned: PlannedCell, runIndex: number, stepMs: number): ResultMessage => ({
  type: 'result',
  engineVersion: '1',
  observed: {},
  repetition: sampleRepetition({
    runIndex,
    samplesNs: [stepMs * 1e6],
    itemsPerSample: planned.cell.batchSize ?? 1,
  }),
  check: sampleCheck(),
  peakMemory: null,
  extrapolated: null,
});

/**
 * Runs a whole plan on a machine where a repetition takes `partsOf` it.
 * @param slowness Time of a step over the estimated one.
 */
function simulate(plan: Plan, partsOf: (planned: PlannedCell, budgetMs: number) => Parts, slowness = 1) {
  const journal = new Journal(plan, []);
  const schedule = new Schedule(plan, journal);
  const measured: string[] = [];
  const notes: string[] = [];
  let elapsedMs = 0;
  for (let next = schedule.next(); next !== null; next = schedule.next()) {
    const { planned, runIndex } = next;
    const parts = partsOf(planned, schedule.budgetMs(planned));
    const ms = parts.startUpMs + parts.buildMs + parts.checkMs + parts.measureMs;
    elapsedMs += ms;
    measured.push(cellId(planned.cell));
    const stepMs = slowness * planned.estimate.stepMs;
    const result = resultOf(planned, runIndex, stepMs);
    journal.add(planned, { status: 'ok', result, peakMemory: null, power: null });
    const change = schedule.ended(planned, ms, { planned, parts, stepMs });
    const note = describeChange(change, plan.choice);
    if (note !== null) notes.push(note);
  }
  return { measured, notes, elapsedMs, results: journal.results(), schedule };
}

const as = ({ estimate }: PlannedCell) => estimate.partsAt(1);
const plus = (changes: Partial<Parts>) => (planned: PlannedCell) => {
  const parts = as(planned);
  for (const [name, ms] of Object.entries(changes)) parts[name as keyof Parts] += ms;
  return parts;
};

describe('a quick run on a GPU', () => {
  it('measures the products, then every kind of cell of the first net', () => {
    const plan = planOf();
    expect(plan.order.slice(0, 6).map(({ planned }) => cellId(planned.cell))).toEqual([
      'matmul/op/pytorch/gpu/optimized/float32/n4096',
      'matmul/op/pytorch/gpu/optimized/bfloat16/n4096',
      'copy/op/pytorch/gpu/optimized/float32/n8192',
      'vgg16-cifar100/train/pytorch/gpu/optimized/bfloat16/b256',
      'vgg16-cifar100/train/pytorch/gpu/naive/float32/b128',
      'vgg16-cifar100/infer/pytorch/gpu/optimized/float32/b1',
    ]);
  });

  it('keeps to two minutes and says what it leaves out if a cell takes much longer than estimated', () => {
    const plan = planOf();
    const { measured, notes, elapsedMs, results } = simulate(plan, plus({ buildMs: 8000 }));
    expect(elapsedMs).toBeLessThan(130_000);
    expect(measured.length).toBeLessThan(plan.order.length);
    expect(notes[0]).toMatch(
      /^cells take longer than estimated: to keep to the time of the quick preset, the run leaves out /,
    );
    const skipped = results.filter(({ outcome }) => outcome.status === 'skipped');
    expect(skipped.length + new Set(measured).size).toBe(results.length);
    for (const { outcome } of skipped)
      expect(outcome).toMatchObject({ limit: 'time', needed: expect.any(Number) });
  });

  it('adds back what it had left out if the cells are faster than estimated', () => {
    const plan = planOf();
    expect(plan.impossible.length).toBeGreaterThan(0);
    const { measured, notes, elapsedMs } = simulate(plan, plus({ buildMs: -2900, startUpMs: -2000 }));
    expect(measured.length).toBeGreaterThan(plan.order.length);
    expect(notes.join()).toContain('there is time after all for ');
    expect(elapsedMs).toBeLessThan(120_000);
    expect(new Set(measured).size).toBe(measured.length);
  });

  it('prints the truth about the remaining time after a few cells', () => {
    const plan = planOf({ timeBudgetMs: 600_000 });
    const journal = new Journal(plan, []);
    const schedule = new Schedule(plan, journal);
    const partsOf = plus({ buildMs: 5000 });
    for (let count = 0; count < 4; count++) {
      const { planned, runIndex } = schedule.next()!;
      const result = resultOf(planned, runIndex, planned.estimate.stepMs);
      journal.add(planned, { status: 'ok', result, peakMemory: null, power: null });
      const parts = partsOf(planned);
      schedule.ended(planned, 1, { planned, parts, stepMs: planned.estimate.stepMs });
    }
    const rest: PlannedCell[] = plan.order.slice(4).map(({ planned }) => planned);
    const truthMs = rest
      .map(partsOf)
      .reduce((sum, one) => sum + Object.values(one).reduce((a, b) => a + b), 0);
    expect(schedule.remainingMs(null) / truthMs).toBeGreaterThan(0.9);
    expect(schedule.remainingMs(null) / truthMs).toBeLessThan(1.1);
  });
});

describe('a quick run on a busy machine', () => {
  it.each([2, 4, 8, 16])('keeps to its time although everything takes %d times as long', (slowness) => {
    const plan = planOf();
    const { measured, elapsedMs } = simulate(
      plan,
      ({ estimate }, budgetMs) => {
        const parts = estimate.partsAt(slowness);
        const fixedMs = slowness * (parts.startUpMs + parts.buildMs) + parts.checkMs;
        // A repetition that outlasts its budget keeps the samples that it has, two at least.
        const least = 2 * slowness * estimate.stepMs;
        const measureMs = Math.max(least, Math.min(parts.measureMs, budgetMs - fixedMs));
        return { startUpMs: fixedMs - parts.checkMs, buildMs: 0, checkMs: parts.checkMs, measureMs };
      },
      slowness,
    );
    expect(elapsedMs).toBeLessThan(1.1 * plan.estimateMs);
    expect(measured.length).toBeGreaterThan(0);
    expect(measured.length).toBeLessThan(plan.order.length);
  });
});

describe('a standard run on a GPU', () => {
  it.each([0, 3000, 30_000])('takes less than 30 minutes if every cell takes %d ms longer', (buildMs) => {
    const { elapsedMs, results } = simulate(planOf({ preset: 'standard' }), plus({ buildMs }));
    expect(elapsedMs).toBeLessThan(30 * 60_000);
    for (const { outcome } of results) {
      if (outcome.status !== 'ok') continue;
      // Ingest refuses a cell whose repetitions have gaps.
      const indices = outcome.repetitions.map(({ runIndex }) => runIndex).toSorted();
      expect(indices).toEqual([...indices.keys()]);
    }
  });
});

const cpu: Device = { kind: 'cpu', api: 'none', name: 'Some CPU', software: false };

describe('a run whose cells compile for a minute', () => {
  it('uses the time of the standard preset instead of ending after the first cell', () => {
    const { elapsedMs, results } = simulate(planOf({ preset: 'standard' }), plus({ buildMs: 60_000 }));
    expect(elapsedMs).toBeGreaterThan(15 * 60_000);
    expect(elapsedMs).toBeLessThan(30 * 60_000);
    expect(results.filter(({ outcome }) => outcome.status === 'ok').length).toBeGreaterThan(4);
  });

  it('keeps to the time of all devices together, although one takes more than its share', () => {
    const plan = makePlan(sampleChoice({ preset: 'standard' }), {
      machine: parseMachine(m1Max),
      engines: [{ ...engine, deviceKinds: ['gpu', 'cpu'], preference: { gpu: 1, cpu: 1 } }],
      probes: new Map([['pytorch', { available: true, version: '1', devices: [gpu, cpu], observed: {} }]]),
      workloads,
      seed: 7,
    });
    const seen = new Set<PlannedCell>();
    const firstTime = (planned: PlannedCell) => {
      const isFirst = !seen.has(planned);
      seen.add(planned);
      return plus({ buildMs: isFirst ? 60_000 : 0 })(planned);
    };
    expect(simulate(plan, firstTime).elapsedMs).toBeLessThan(30 * 60_000);
  });
});

describe('--time-budget', () => {
  it.each([
    ['smoke', 60_000],
    ['quick', 60_000],
    ['standard', 90_000],
    ['full', 300_000],
  ] as const)('limits the %s preset', (preset, timeBudgetMs) => {
    const plan = planOf({ preset, timeBudgetMs });
    expect(plan.estimateMs).toBeLessThanOrEqual(timeBudgetMs);
    expect(plan.cells.length).toBeGreaterThan(0);
    expect(simulate(plan, plus({ startUpMs: 4000 })).elapsedMs).toBeLessThan(timeBudgetMs + 15_000);
  });

  it('also limits named workloads, and says so', () => {
    const plan = planOf({ preset: 'standard', workloads: ['vgg16-cifar100'], timeBudgetMs: 60_000 });
    expect(plan.estimateMs).toBeLessThanOrEqual(60_000);
    const [skipped] = plan.impossible;
    expect(skipped?.outcome).toMatchObject({
      limit: 'time',
      reason: expect.stringMatching(/exceeds the time budget's limit of .* use a longer --time-budget$/),
    });
  });

  it('gives more time to a preset, too', () => {
    expect(planOf({ timeBudgetMs: 3_600_000 }).cells.length).toBeGreaterThan(planOf().cells.length);
  });
});

it('a repetition ends by itself before its deadline, and before the time of the run is over', () => {
  const named = planOf({ workloads: ['vgg16-cifar100'], repeat: 100_000 });
  const [{ planned }] = named.order as [Plan['order'][number]];
  const budgetMs = new Schedule(named, new Journal(named, [])).budgetMs(planned);
  expect(budgetMs).toBeLessThan(planned.deadlineMs);
  expect(budgetMs).toBeGreaterThan(planned.estimateMs);
  const quick = planOf();
  const schedule = new Schedule(quick, new Journal(quick, []));
  for (const { planned: one } of quick.order) expect(schedule.budgetMs(one)).toBeLessThanOrEqual(30_000);
});

it('a worker that hangs is ended soon after the time of the run, and never while it may still compile', () => {
  const quick = planOf();
  const schedule = new Schedule(quick, new Journal(quick, []));
  const deadlines: number[] = [];
  for (const { planned } of quick.order.slice(0, 5)) {
    deadlines.push(schedule.deadlineMs(planned));
    schedule.ended(planned, 30_000, null);
  }
  // 115 s are left at first; then 85 s, 55 s and fewer than compiling may need.
  expect(deadlines).toEqual([145_000, 115_000, 90_000, 90_000, 90_000]);
  const named = planOf({ workloads: ['vgg16-cifar100'] });
  const [{ planned }] = named.order as [Plan['order'][number]];
  expect(new Schedule(named, new Journal(named, [])).deadlineMs(planned)).toBe(planned.deadlineMs);
});
