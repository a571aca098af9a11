/** @file When and with what a run was measured, as terms and facts. Pure. */
import type { Submission } from '../../data/contract/submission.ts';
import { formatNumber } from '../rows/format.ts';

export type Fact = [term: string, fact: string];

/** "2026-11-22 14:23 UTC" */
const formatInstant = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

/**
 * "Measured on 2026-11-22 by the maintainers, with the quick preset."
 * @param ours Whether the maintainers measured it.
 */
export function measuredWords({ startedAt, preset, runner, interrupted }: Submission, ours: boolean): string {
  const where = runner.origin === 'cli' ? `with the ${preset} preset` : 'in a browser';
  const end = interrupted ? '; it was stopped before it was complete' : '';
  return `Measured on ${startedAt.slice(0, 10)} by ${ours ? 'the maintainers' : 'a contributor'}, ${where}${end}.`;
}

export function runFacts({
  runner,
  preset,
  seed,
  pricePerHourUsd,
  timeBudgetMs,
  ...run
}: Submission): Fact[] {
  const { origin, version, commit, dirty, runtime } = runner;
  const changed = dirty === true ? ', with changes' : '';
  return [
    ['Measured with', origin === 'cli' ? 'the command line' : 'the quick test, in a browser'],
    ['Preset', preset],
    ...(timeBudgetMs == null ? [] : [['Time budget', `${formatNumber(timeBudgetMs / 1000)} s`] as Fact]),
    ['Started', formatInstant(run.startedAt)],
    ['Ended', formatInstant(run.finishedAt)],
    ...(run.resumedAt.length > 0 ? [['Resumed', run.resumedAt.map(formatInstant).join(', ')] as Fact] : []),
    ['Runner', `${version}${commit === null ? '' : ` (${commit.slice(0, 12)}${changed})`}, ${runtime}`],
    ['Versions', `file ${run.schemaVersion}, suite ${run.suiteVersion}`],
    ['Seed', String(seed)],
    ...(pricePerHourUsd === null ? [] : [['Price', `${formatNumber(pricePerHourUsd)} USD an hour`] as Fact]),
  ];
}
