/** @file Training to a target on a modelled machine: its epochs, with the course of a net that learns. */
import type { Convergence, Repetition } from '../../../data/contract/repetition.ts';
import { sumOf } from '../../../data/derive/stats.ts';
import { EVALUATION_SAMPLES } from '../../values/epochs.ts';
import type { Random } from '../random.ts';
import type { Timed } from './noise.ts';
import type { Setting } from './setting.ts';
import type { Template } from './template.ts';

/** Epochs to the target, of generated samples and of the real ones, which are harder. */
const EPOCHS: Readonly<Record<string, { generated: [number, number]; official: [number, number] }>> = {
  'mnist-cnn': { generated: [1, 1], official: [1, 4] },
  'fashion-cnn': { generated: [1, 3], official: [3, 9] },
  'vgg16-cifar100': { generated: [1, 4], official: [4, 14] },
  'deit-small': { generated: [2, 6], official: [8, 25] },
};

/** Whether a net is trained to a target on generated and on real samples. */
export const isTrained = (workload: string): boolean => workload in EPOCHS;

/** Mean loss of the first epoch: in three measured runs of the MNIST net 0.13 to 0.26; more where the target is lower. */
const firstLoss = (random: Random, target: number): number =>
  random.logUniform(0.13, 0.3) + 2.5 * (1 - target) * random.around(1, 0.1);

/** A course that reaches the target with its last epoch, each time with fewer errors, which scatter. */
function courseOf(random: Random, target: number, count: number): { loss: number; accuracy: number }[] {
  const loss = firstLoss(random, target);
  const last = 1 - Math.min(1, target + (1 - target) * random.logUniform(0.02, 0.4));
  const first = count === 1 ? last : Math.min(0.95, (1 - target) * random.logUniform(1.3, 3));
  return Array.from({ length: count }, (_, epoch) => {
    const share = count === 1 ? 1 : epoch / (count - 1);
    const error = first ** (1 - share) * Math.max(last, 1e-4) ** share;
    const missed = epoch < count - 1 ? Math.max(error, 1 - target + 2e-4) : error;
    return {
      loss: loss * (epoch + 1) ** -random.around(0.6, 0.1),
      accuracy: Math.floor((1 - missed) * EVALUATION_SAMPLES) / EVALUATION_SAMPLES,
    };
  });
}

/** An evaluation does a third of the arithmetic of training, up to so many times as efficiently (measured: 0.8 to 2.5). */
const EVALUATION = { share: 1 / 3, least: 0.8, most: 2.5 };

/** Epochs also fetch their samples: on a GPU, whose steps are short, that takes up to as long again. */
const FETCHING = { cpu: 0.15, gpu: 1 };

/** What all repetitions of a training have in common. */
export interface Plan {
  target: number;
  dataSource: Convergence['dataSource'];
  /** Nanoseconds of a training sample, with fetching it. */
  trainItemNs: number;
  evaluateItemNs: number;
}

/** Nobody waits longer for an epoch: half an hour. */
const LONGEST_EPOCH_NS = 1.8e12;

/** Null if an epoch takes too long. */
export function planOf({ random, model }: Setting, { measurement }: Template, itemNs: number): Plan | null {
  if (2 * itemNs * measurement.facts.trainingSamples! > LONGEST_EPOCH_NS) return null;
  const { least, most, share } = EVALUATION;
  return {
    target: measurement.facts.targetAccuracy!,
    dataSource: random.chance(0.7) ? 'official' : 'generated',
    trainItemNs: itemNs * (1 + FETCHING[model.kind] * random.uniform()),
    evaluateItemNs: (share * itemNs) / random.logUniform(least, most),
  };
}

/** What is known of a repetition only if it trains to a target. */
type Trained = Pick<Repetition, 'coldStartNs' | 'limitMs' | 'convergence'>;

/** One training, timed as the runner does: no gap between its epochs. */
export function trainOn(
  { random, noise }: Setting,
  { measurement }: Template,
  runIndex: number,
  plan: Plan,
): { trained: Trained; timed: Timed } {
  const { facts, cell } = measurement;
  const [fewest, most] = EPOCHS[cell.workload]![plan.dataSource];
  const count = random.whole(fewest, most);
  const scatter = Math.max(0.003, noise.sigma / 3);
  const inTicks = (ns: number) => Math.max(1, Math.round(Math.round(ns / noise.tickNs) * noise.tickNs));
  const epochs = courseOf(random, plan.target, count).map((course) => ({
    trainNs: inTicks(random.around(plan.trainItemNs * facts.trainingSamples!, scatter)),
    evaluateNs: inTicks(random.around(plan.evaluateItemNs * EVALUATION_SAMPLES, scatter)),
    ...course,
  }));
  const samplesNs = epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs);
  const elapsedNs = sumOf(samplesNs);
  const stepNs = plan.trainItemNs * cell.batchSize!;
  return {
    trained: {
      coldStartNs: Math.round(2.3 * stepNs + random.logUniform(2e7, 2e9)),
      // A training is given thrice its usual epochs.
      limitMs: 180_000 + Math.ceil((3 * elapsedNs) / 1e6),
      convergence: {
        target: plan.target,
        reached: true,
        seed: 4 * random.whole(0, 0x0fff_ffff) + (runIndex % 4),
        dataSource: plan.dataSource,
        epochs,
      },
    },
    timed: {
      samplesNs,
      samplesThinned: 0,
      warmUpSteps: 0,
      warmUpNs: 0,
      steady: true,
      elapsedNs,
    },
  };
}
