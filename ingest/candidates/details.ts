/** @file What a row says beside its value: percentiles, drift, memory, energy, cost, the way to a target. */
import type { Row } from '../../data/contract/leaderboard.ts';
import type { SubmissionFile } from '../values/file.ts';
import type { Measurement } from '../values/measurement.ts';
import { type Details, noDetails } from './candidate.ts';
import { costOf, hourlyPrice } from './cost.ts';

function energy({ energy: counted, outcome: { power } }: Measurement): Row['energy'] {
  if (power === null || counted === null) return null;
  const { source, scope, idleWatts } = power;
  return { source, scope, idleWatts, ...counted };
}

function convergence({ metric, training: all }: Measurement): Row['convergence'] {
  const training = metric === 'secondsToTarget' ? all : null;
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
  const { facts, hardware, metric, outcome, value, latency, drift } = measurement;
  return {
    ...noDetails,
    latency,
    drift,
    check: check(measurement),
    peakMemory: outcome.peakMemory,
    energy: energy(measurement),
    cost: costOf(facts, metric, value, hourlyPrice(submission, hardware)),
    convergence: convergence(measurement),
  };
}
