/** @file A row with the names that the catalogue has for it, as ingest exports it and every page shows it. Types only. */
import type { Hardware } from './catalogue.ts';
import type { Gap, Row, Scaling } from './leaderboard.ts';

/** `other` if the catalogue does not list the device and its name names no maker. */
export type NamedVendor = Hardware['vendor'] | 'other';

/** `software` is a GPU that the CPU emulates: shown with a label, never counted as a GPU. */
export type Kind = 'gpu' | 'cpu' | 'software';

export interface Names {
  /** Name of the device in the catalogue, or as the driver reports it. */
  name: string;
  vendor: NamedVendor;
  engineName: string;
  kind: Kind;
}

export type NamedRow = Row &
  Names & {
    /** Whether larger values of the metric are better. */
    higherIsBetter: boolean;
    /** The metric as a heading: "Latency of one sample". */
    metricTitle: string;
    /** Ids of `flags`, without their texts. */
    flagIds: string[];
    /** That another engine is faster on such a device, and how to measure with it; null if none is known to be. */
    fasterEngine: string | null;
  };
export type NamedGap = Gap & Names;
export type NamedScaling = Scaling & Names;
