/** @file What a row says beside its value: percentiles, drift, memory, energy, cost, the way to a target. */

import type { Row } from '../../data/contract/leaderboard.ts';
import { driftOf, energyOf, latencyOf, trainingOf } from '../../data/derive/derived.ts';
import type { Measurement, SubmissionFile } from '../values/measurement.ts';
import { costOf, hourlyPrice } from './cost.ts';
import { type Details, noDetails } from './entry.ts';

function energy({ metric, value, outcome }: Measurement): Row['energy'] {
  const counted = energyOf(outcome, metric, value);
  if (outcome.power === null || counted === null) return null;
  const { source, scope, idleWatts } = outcome.power;
  return { source, scope, idleWatts, ...counted };
}

function convergence({ metric, outcome }: Measurement): Row['convergence'] {
  const training = metric === 'secondsToTarget' ? trainingOf(outcome.repetitions) : null;
  return training?.epochs ? { ...training, epochs: training.epochs } : null;
}

/** What was compared, without the losses and rows themselves, which stay in the file. */
function check({ outcome }: Measurement): Row['check'] {
  const { kind, maxRelativeError } = outcome.check;
  const nothing = { kind, against: null, maxRelativeError, tolerance: null, why: null };
  if (outcome.check.kind === 'none') return { ...nothing, why: outcome.check.why };
  const { tolerance } = outcome.check;
  if (tolerance === null) return nothing;
  const against = outcome.check.kind === 'next-token' ? outcome.check.against : 'reference';
  return { ...nothing, against, tolerance };
}

/** Everything of a measured cell but its ladder, which is made of several. */
export function detailsOf({ submission }: SubmissionFile, measurement: Measurement): Details {
  const { facts, hardware, metric, outcome, value } = measurement;
  return {
    ...noDetails,
    latency: metric === 'latencyMs' ? latencyOf(outcome.repetitions) : null,
    drift: driftOf(outcome.repetitions),
    check: check(measurement),
    peakMemory: outcome.peakMemory,
    energy: energy(measurement),
    cost: costOf(facts, metric, value, hourlyPrice(submission, hardware)),
    convergence: convergence(measurement),
  };
}
