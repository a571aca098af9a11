/** @file The details of a row besides its value: percentiles, drift, memory, energy, cost, convergence. */
import type { Row } from '../../data/contract/leaderboard.ts';
import type { SubmissionFile } from '../values/file.ts';
import type { Measurement } from '../values/measurement.ts';
import { type Details, noDetails } from './candidate.ts';
import { costOf, hourlyPrice } from './cost.ts';

function energy({ energy: counted, outcome: { power } }: Measurement): Row['energy'] {
  if (power === null || counted === null) return null;
  const { source, scope, idleWatts } = power;
  const { watts, joules, per } = counted;
  return { source, scope, watts, idleWatts, joules, per };
}

function convergence({ metric, training: all }: Measurement): Row['convergence'] {
  const training = metric === 'secondsToTarget' ? all : null;
  return training?.epochs ? { ...training, epochs: training.epochs } : null;
}

/** A summary of the check; the losses and rows stay in the submission. */
function check({ outcome }: Measurement): Row['check'] {
  const { kind, maxRelativeError } = outcome.check;
  const nothing = { kind, against: null, maxRelativeError, tolerance: null, why: null };
  if (outcome.check.kind === 'none') return { ...nothing, why: outcome.check.why };
  const { tolerance } = outcome.check;
  if (tolerance === null) return nothing;
  const against = outcome.check.kind === 'next-token' ? outcome.check.against : 'reference';
  return { ...nothing, against, tolerance };
}

/** All details of a measured cell except its batch sweep, which consists of several cells. */
export function detailsOf({ submission }: SubmissionFile, measurement: Measurement): Details {
  const { facts, hardware, metric, outcome, value, latency, drift, firstStepSeconds } = measurement;
  return {
    ...noDetails,
    latency,
    drift,
    firstStepSeconds,
    check: check(measurement),
    peakMemory: outcome.peakMemory,
    energy: energy(measurement),
    cost: costOf(facts, metric, value, hourlyPrice(submission, hardware)),
    convergence: convergence(measurement),
  };
}
