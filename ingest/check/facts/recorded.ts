/**
 * @file Facts by which a result is checked and which the runner has recorded since a day. A file of that day or later that lacks
 * them comes from an older runner, or somebody removed them.
 */
import type { Submission } from '../../../data/contract/submission.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Subject } from '../contract/check.ts';

/** Files of the suite that started before this day lack the facts. */
const SINCE = '2026-12-01T00:00:00Z';
export const SINCE_MS = Date.parse(SINCE);

/** Engines that compute language models have neither passes nor recipes that differ. */
const hasFacts = ({ cell }: Measurement): boolean => cell.languageModel === null;

/** What a result lacks; null if it has all of it. */
function lackOf({ cell, outcome }: Measurement): string | null {
  const { observed, repetitions } = outcome;
  // Training to a target has neither passes nor inputs that could stay.
  if (cell.mode === 'converge')
    return repetitions.some(({ elapsedNs }) => elapsedNs === undefined)
      ? 'how long its epochs took together'
      : null;
  if (repetitions.some(({ passNs }) => passNs === undefined)) return 'by which time its passes were counted';
  if (repetitions.some(({ elapsedNs, warmUpNs }) => elapsedNs === undefined || warmUpNs === undefined))
    return 'how long its warm-up and its timed loop took';
  if (observed.computedOn === undefined) return 'on which kind of device it computed';
  return observed.inputsKept === undefined ? 'whether its inputs stayed on the device' : null;
}

/**
 * Where the counters of the system may stand still, so that nothing is known about others: in the sandboxes of containers, and
 * wherever it is not known what the run was in.
 */
const maybeSandbox =
  /^(?:openvz|lxc|lxc-libvirt|systemd-nspawn|docker|podman|rkt|wsl|proot|pouch|container-other)$/;

/**
 * A result without the load of any of its repetitions, by a runner that reads it: those that record how long a loop took came
 * after those that record the load.
 */
function lacksLoad({ outcome }: Measurement, { conditions }: Submission): boolean {
  const { virtualisation } = conditions;
  if (virtualisation === null || maybeSandbox.test(virtualisation)) return false;
  return outcome.repetitions.every(({ load, elapsedNs }) => load === null && elapsedNs !== undefined);
}

const loadMissing = ({ file: { submission }, measurements }: Subject): CheckFinding[] =>
  measurements.flatMap((measurement): CheckFinding[] => {
    if (!lacksLoad(measurement, submission)) return [];
    const text =
      'does not record what else the machine computed, as the runner that wrote the rest of it does';
    return [{ check: 'p39-load', severity: 'flag', measurement, text }];
  });

/** A flag only: an honest copy of the runner may be some days old. */
export const recorded: Check = (subject) => {
  const { file, measurements } = subject;
  const { runner, startedAt } = file.submission;
  if (runner.origin === 'browser') return [];
  const withoutLoad = loadMissing(subject);
  if (Date.parse(startedAt) < SINCE_MS) return withoutLoad;
  const older = measurements.filter(hasFacts).flatMap((measurement): CheckFinding[] => {
    const lack = lackOf(measurement);
    if (lack === null) return [];
    const text = `does not record ${lack}, as runners since ${SINCE.slice(0, 10)} do; update Trainmark with "git pull" and measure again`;
    return [{ check: 'older-runner', severity: 'flag', measurement, text }];
  });
  return [...older, ...withoutLoad];
};
