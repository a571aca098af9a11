/** @file The cost of a training run: its hours times a price per hour, from the submitter or from the dated price list. */
import { findPrice } from '../../data/catalogue/index.ts';
import type { Hardware, WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Row } from '../../data/contract/leaderboard.ts';
import type { Submission } from '../../data/contract/submission.ts';
import type { Metric } from '../../data/contract/words.ts';

export interface HourlyPrice {
  pricePerHourUsd: number;
  /** Where the price comes from, with its date. */
  source: string;
}

/** The listed price of a device; null if there is none. */
export function priceOf(hardware: Hardware | null): HourlyPrice | null {
  const price = hardware === null ? null : findPrice(hardware.id);
  if (price === null) return null;
  const { pricePerHourUsd, offer, date, url } = price;
  return { pricePerHourUsd, source: `${offer}, ${date}, ${url}` };
}

/** The submitter's price for an hour of the machine, otherwise the listed price of the device. */
export function hourlyPrice(
  { pricePerHourUsd, startedAt }: Pick<Submission, 'pricePerHourUsd' | 'startedAt'>,
  hardware: Hardware | null,
): HourlyPrice | null {
  if (pricePerHourUsd === null) return priceOf(hardware);
  return { pricePerHourUsd, source: `Given by the submitter, ${startedAt.slice(0, 10)}` };
}

/** Cost of one training run: the workload's epochs, or the time to the target. Null if nothing is trained. */
export function costOf(
  { epochsPerRun }: Pick<WorkloadFacts, 'epochsPerRun'>,
  metric: Metric,
  value: number,
  price: HourlyPrice | null,
): Row['cost'] {
  if (price === null) return null;
  const run = (hours: number, epochs: number | null) => ({
    usd: hours * price.pricePerHourUsd,
    hours,
    epochs,
    ...price,
  });
  if (metric === 'secondsToTarget') return run(value / 3600, null);
  if (metric !== 'secondsPerEpoch' || epochsPerRun === null) return null;
  return run((epochsPerRun * value) / 3600, epochsPerRun);
}
