/** @file Collects the rules that a submission is checked by: bounds of the runner's checks, and its presets. Pure. */
import type { Bounds, PresetRules, Purpose, ReferenceRules, Rules } from '../../data/contract/rules.ts';
import type { FloatDType } from '../../data/contract/words.ts';
import { referenceModels, TOLERANCE } from '../language-model/next-token.ts';
import { LONGEST_WARM_UP, WARM_UP_OF_LIMIT } from '../measure/measure.ts';
import { findReference } from '../models/references.ts';
import { type PresetFacts, presets } from '../plan/presets.ts';
import { dropoutComparison } from '../worker/check/dropout.ts';
import { equalSamplesComparison } from '../worker/check/first-steps.ts';
import { movementComparison } from '../worker/check/movement.ts';
import type { Workload } from '../workloads/workload.ts';

function boundsOf({ id }: Workload, dtype: FloatDType): Bounds {
  const reference = findReference(id, dtype);
  if (reference === null) throw new Error(`${id}: no reference is stored; add one to runner/models`);
  const { firstLossTolerance, lossTolerance, gradientTolerance, updateTolerances, outputTolerance } =
    reference;
  return {
    firstLoss: firstLossTolerance,
    losses: lossTolerance,
    gradients: gradientTolerance,
    ...(reference.directionTolerance === null ? {} : { directions: reference.directionTolerance }),
    firstUpdates: updateTolerances[0],
    secondUpdates: updateTolerances[1],
    outputs: outputTolerance,
  };
}

function referenceRulesOf(workload: Workload): ReferenceRules[] {
  const { id, dtypes } = workload;
  const reference = findReference(id);
  if (reference === null) return [];
  const { batch, sequenceLength, losses, dropout } = reference;
  const floats = dtypes.filter((dtype) => dtype !== 'quantized');
  return [
    {
      id,
      batch,
      sequenceLength,
      losses: [...losses],
      dropout: dropout !== null,
      bounds: Object.fromEntries(floats.map((dtype) => [dtype, boundsOf(workload, dtype)])),
      headWidth: workload.kind === 'attention' ? workload.layer.inputShape[1]! / workload.heads : null,
    },
  ];
}

/** What a preset prescribes for each purpose. */
const byPurpose = <Rule>(
  timing: PresetFacts['timing'],
  ruleOf: (timing: PresetFacts['timing'][Purpose]) => Rule,
) =>
  Object.fromEntries(Object.entries(timing).map(([purpose, one]) => [purpose, ruleOf(one)])) as Record<
    Purpose,
    Rule
  >;

const presetRulesOf = ({ repetitions, timing }: PresetFacts): PresetRules => ({
  repetitions,
  durations: byPurpose(timing, ({ minSamples, minMeasureMs, maxMeasureMs }) => ({
    minSamples,
    minMeasureMs,
    maxMeasureMs,
  })),
  warmUps: byPurpose(timing, ({ minWarmUpSteps, minWarmUpMs }) => ({
    minSteps: minWarmUpSteps,
    minMs: minWarmUpMs,
  })),
});

/** Bounds that are constants of the comparisons, read from comparisons of nothing. */
function commonBounds(): Rules['bounds'] {
  const nothing = { losses: [], gradients: [], directions: [], updates: [[], []] };
  const reference = findReference('mnist-cnn')!;
  const adam = { kind: 'adam', learningRate: 1, beta1: 0, beta2: 0, epsilon: 1 } as const;
  return {
    dropout: dropoutComparison([0], { loss: 0, deviation: 1 }, 1, 1).tolerance,
    equalSamples: equalSamplesComparison(nothing, nothing, { ...reference, ...nothing }).tolerance,
    movement: movementComparison([], [], adam, 1).tolerance,
    nextToken: TOLERANCE,
  };
}

/** The rules of every workload and preset. */
export const rulesOf = (workloads: readonly Workload[]): Rules => ({
  references: workloads.flatMap(referenceRulesOf),
  languageModels: [...referenceModels],
  bounds: commonBounds(),
  warmUpEnd: { longest: LONGEST_WARM_UP, ofLimit: WARM_UP_OF_LIMIT },
  presets: {
    smoke: presetRulesOf(presets.smoke),
    quick: presetRulesOf(presets.quick),
    standard: presetRulesOf(presets.standard),
    full: presetRulesOf(presets.full),
  },
});
