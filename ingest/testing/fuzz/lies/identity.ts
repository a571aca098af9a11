/** @file Lies about the machine, the device, the software and the date. */
import { hardware } from '../../../../data/catalogue/index.ts';
import type { Cell } from '../../../../data/contract/cell.ts';
import type { Machine, Submission } from '../../../../data/contract/submission.ts';
import { asCard, deviceOf, type Lie, moved, withCells, withOutcome, withSamples } from './lie.ts';

const baselineCpu: NonNullable<Machine['cpu']> = {
  name: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
  vendor: 'Intel',
  physicalCores: 6,
  logicalCores: 12,
  baseGHz: 3.2,
};

/** The submission with its CPU called i7-8700, and its times scaled. */
function asBaseline(submission: Submission, factor: number): Submission | null {
  if (deviceOf(submission).kind !== 'cpu') return null;
  const renamed = withCells(submission, ({ device }) => ({ device: { ...device, name: baselineCpu.name } }));
  const slower = renamed && withSamples(renamed, (samples) => samples.map((ns) => factor * ns));
  const finishedAt = new Date(Date.parse(submission.finishedAt) + 30 * 86_400).toISOString();
  return slower && { ...slower, finishedAt, machine: { ...submission.machine, cpu: baselineCpu, gpus: [] } };
}

const cards = hardware.filter(({ kind }) => kind === 'gpu');

const withDevice = (
  submission: Submission,
  change: (device: Cell['device']) => Partial<Cell['device']> | null,
) =>
  withCells(submission, ({ device }) => {
    const other = change(device);
    return other === null ? null : { device: { ...device, ...other } };
  });

export const identity: Lie[] = [
  {
    name: "a slower card's name",
    sentence: 'The times of one card are filed under one of its maker with less than a quarter of its peak.',
    suits: ({ kind }) => kind === 'gpu',
    tell: ({ own, random }) => {
      const device = deviceOf(own);
      const mine = cards.find(({ name }) => name === device.name)?.fp32Tflops?.value;
      if (mine === undefined) return null;
      const maker = own.machine.gpus[0]!.vendor;
      const slower = cards.filter(
        ({ fp32Tflops, vendor }) => vendor === maker && fp32Tflops !== null && fp32Tflops.value < mine / 4,
      );
      return slower.length === 0 ? null : asCard(own, random.pick(slower));
    },
  },
  {
    name: 'fake GPU',
    sentence: 'The cells were measured on a card that the machine does not list.',
    tell: ({ own, random }) =>
      withDevice(own, ({ name }) => {
        const other = random.pick(cards).name;
        return other === name ? null : { kind: 'gpu', api: 'vulkan', name: other };
      }),
  },
  {
    name: 'CUDA on a Radeon',
    sentence: 'A card has the programming interface of another maker.',
    tell: ({ own }) =>
      withDevice(own, ({ kind, name }) =>
        kind === 'cpu' ? null : { api: /nvidia/i.test(name) ? 'rocm' : 'cuda' },
      ),
  },
  {
    name: 'tfjs-wasm on a GPU',
    sentence: 'An engine for CPUs computed on a card.',
    tell: ({ own }) =>
      withCells(own, ({ device, languageModel }) =>
        device.kind === 'gpu' && languageModel === null ? { engine: 'tfjs-wasm' } : null,
      ),
  },
  {
    name: 'slow twin of the baseline',
    sentence: 'A CPU twenty times slower is called i7-8700, to raise the speedups of all.',
    tell: ({ own }) => asBaseline(own, 20),
  },
  {
    name: 'fast twin of the baseline',
    sentence: 'A CPU is called i7-8700 with a quarter of the times.',
    tell: ({ own }) => asBaseline(own, 0.25),
  },
  {
    name: 'engine of the future',
    sentence: 'The version of the engine does not exist.',
    tell: ({ own }) => withOutcome(own, () => ({ engineVersion: '99.9.9' })),
  },
  {
    name: 'runner of the future',
    sentence: 'The version of the runner does not exist.',
    tell: ({ own }) => ({ ...own, runner: { ...own.runner, version: '9.9.9' } }),
  },
  {
    name: 'quick called standard',
    sentence: 'A quick run claims the preset with three repetitions.',
    tell: ({ own }) => (own.preset === 'quick' ? { ...own, preset: 'standard' } : null),
  },
  {
    name: 'cores multiplied',
    sentence: 'The processor has sixteen times as many cores.',
    tell: ({ own }) => {
      const { cpu } = own.machine;
      if (cpu === null || deviceOf(own).kind !== 'cpu') return null;
      const faster = withSamples(own, (samples) => samples.map((ns) => ns / 10));
      const [physicalCores, logicalCores] = [16 * cpu.physicalCores, 16 * cpu.logicalCores];
      return (
        faster && { ...faster, machine: { ...own.machine, cpu: { ...cpu, physicalCores, logicalCores } } }
      );
    },
  },
  {
    name: 'dated a year earlier',
    sentence: 'The run claims to be a year old.',
    tell: ({ own }) => moved(own, -365 * 86_400_000),
  },
  {
    name: 'dated in the future',
    sentence: 'The run claims to end in the future.',
    tell: ({ own }) => moved(own, 60 * 86_400_000),
  },
  {
    name: 'a shorter run',
    sentence: 'The run claims to have taken one second.',
    tell: ({ own }) => ({ ...own, finishedAt: new Date(Date.parse(own.startedAt) + 1000).toISOString() }),
  },
];
