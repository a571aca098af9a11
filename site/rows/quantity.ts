/** @file The quantities that a chart can show of a row, with unit, direction and interval, and their form in an address. Pure. */
import type { NamedRow } from './named-row.ts';

export const SCALES = ['log', 'linear'] as const;
export type Scale = (typeof SCALES)[number];

/**
 * `ratio` = times as fast as the 1.0x row; `value` = the row's own unit; `rate` = samples per second; `watt` = work per watt,
 * by energy measured in the same run; `price` = cost of one training run; `peak` = share of the rated or measured peak;
 * `first-step` = start of the process to the end of the first step.
 */
export const QUANTITIES = ['ratio', 'value', 'rate', 'watt', 'price', 'peak', 'first-step'] as const;
export type Quantity = (typeof QUANTITIES)[number];

export const DEFAULT_SCALE: Scale = 'log';
export const DEFAULT_QUANTITY: Quantity = 'ratio';

/** The value of an address parameter; the default if it is absent or unknown. */
export const parseScale = (text: string | null): Scale =>
  SCALES.find((scale) => scale === text) ?? DEFAULT_SCALE;
export const parseQuantity = (text: string | null): Quantity =>
  QUANTITIES.find((quantity) => quantity === text) ?? DEFAULT_QUANTITY;

/** The inverse of the parsers; null for the default, which an address leaves out. */
export const formatScale = (scale: Scale): string | null => (scale === DEFAULT_SCALE ? null : scale);
export const formatQuantity = (quantity: Quantity): string | null =>
  quantity === DEFAULT_QUANTITY ? null : quantity;

/** What a quantity is computed from. */
export type Measured = Pick<
  NamedRow,
  | 'value'
  | 'unit'
  | 'metric'
  | 'higherIsBetter'
  | 'ci'
  | 'energy'
  | 'cost'
  | 'utilization'
  | 'utilizationOf'
  | 'samplesPerSecond'
  | 'firstStepSeconds'
>;

/** A row with its ratio to the 1.0x row. */
export interface MeasuredRow {
  entry: Measured;
  ratio: number | null;
  interval: { low: number; high: number } | null;
}

/** The quantity of one row. */
export interface Reading {
  value: number;
  /** Ends of the interval; null if there is none. */
  low: number | null;
  high: number | null;
  /** What to know about the number: what was metered, whose price; null if nothing. */
  note: string | null;
}

/** What all readings of a panel share. */
export interface Measure {
  /** "x", "s/epoch", "samples/J"; the same for all rows of a panel. */
  unit: string;
  /** The axis in words, without its scale and direction. */
  title: string;
  higherIsBetter: boolean;
  /** What less of it is: "faster", "cheaper"; null if more is better. */
  less: string | null;
}

const powerScopes: Record<NonNullable<Measured['energy']>['scope'], string> = {
  gpu: 'GPU board alone',
  package: 'processor package alone',
  system: 'whole computer',
};

/** The quantity of a row; null if it was not measured or is not known. */
export function readQuantity({ entry, ratio, interval }: MeasuredRow, quantity: Quantity): Reading | null {
  switch (quantity) {
    case 'ratio':
      if (ratio === null) return null;
      return { value: ratio, low: interval?.low ?? null, high: interval?.high ?? null, note: null };
    case 'value':
      return { value: entry.value, low: entry.ci?.low ?? null, high: entry.ci?.high ?? null, note: null };
    case 'rate':
      return derived(entry, entry.samplesPerSecond, true, null);
    case 'watt':
      return perWatt(entry);
    case 'price':
      return derived(entry, entry.cost?.usd ?? null, false, entry.cost?.source ?? null);
    case 'peak': {
      const share = entry.utilization === null ? null : entry.utilization * 100;
      const measured =
        entry.utilizationOf === 'measured' ? 'of the fastest product of its run, no rated peak' : null;
      return derived(entry, share, true, measured);
    }
    case 'first-step':
      return entry.firstStepSeconds === null
        ? null
        : { value: entry.firstStepSeconds, low: null, high: null, note: null };
  }
}

/** A number that is proportional to the row's value or to its inverse, so that it has the same relative interval. */
function derived(
  { value, ci, higherIsBetter }: Pick<Measured, 'value' | 'ci' | 'higherIsBetter'>,
  number: number | null,
  numberHigherIsBetter: boolean,
  note: string | null,
): Reading | null {
  if (number === null) return null;
  if (ci === null || ci.low <= 0 || value <= 0) return { value: number, low: null, high: null, note };
  const [low, high] =
    higherIsBetter === numberHigherIsBetter
      ? [number * (ci.low / value), number * (ci.high / value)]
      : [number * (value / ci.high), number * (value / ci.low)];
  return { value: number, low, high, note };
}

function perWatt(entry: Measured): Reading | null {
  const { energy, samplesPerSecond, metric, value } = entry;
  if (energy === null || energy.watts <= 0) return null;
  const scope = powerScopes[energy.scope];
  if (metric === 'secondsToTarget') return derived(entry, energy.joules, false, scope);
  const rate =
    metric === 'tflops' ? value * 1e3 : (samplesPerSecond ?? (entry.higherIsBetter ? value : null));
  return derived(entry, rate === null ? null : rate / energy.watts, true, scope);
}

/** Units of work per watt where a row has no samples. */
const WATT_UNITS: Partial<Record<Measured['metric'], string>> = {
  tflops: 'GFLOP/s per W',
  gigabytesPerSecond: 'GB/s per W',
  tokensPerSecond: 'tokens/J',
  secondsToTarget: 'J per run',
};

/** Unit, title and direction of a quantity, which depend on the metric that the rows share. */
export function measureOf(
  entry: Pick<Measured, 'unit' | 'metric' | 'higherIsBetter'>,
  quantity: Quantity,
  reference: string,
): Measure {
  switch (quantity) {
    case 'ratio':
      return more('x', `times as fast as ${reference}`);
    case 'value':
      return entry.higherIsBetter ? more(entry.unit, entry.unit) : less(entry.unit, entry.unit, 'faster');
    case 'rate':
      return more('samples/s', 'samples/s');
    case 'watt': {
      const unit = WATT_UNITS[entry.metric] ?? 'samples/J';
      const title = `${unit}, power measured`;
      return entry.metric === 'secondsToTarget' ? less(unit, title, 'less energy') : more(unit, title);
    }
    case 'price':
      return less('USD/run', 'USD for one training run', 'cheaper');
    case 'peak':
      return entry.metric === 'gigabytesPerSecond'
        ? more('%', '% of the rated memory bandwidth')
        : more('%', '% of the chip’s peak');
    case 'first-step':
      return less('s', 'seconds to the end of the first step', 'faster');
  }
}

const more = (unit: string, title: string): Measure => ({ unit, title, higherIsBetter: true, less: null });
const less = (unit: string, title: string, word: string): Measure => ({
  unit,
  title,
  higherIsBetter: false,
  less: word,
});

/** Quantities that at least one row has, in display order. */
export function offeredQuantities(rows: readonly MeasuredRow[]): Quantity[] {
  return QUANTITIES.filter(
    (quantity) =>
      // Samples per second are the value itself where they are the unit.
      !(quantity === 'rate' && rows.every(({ entry }) => entry.unit === 'samples/s')) &&
      rows.some((row) => readQuantity(row, quantity) !== null),
  );
}

/** The quantity that a chart of these rows shows: the chosen one, or their values where no row has a ratio. */
export function shownQuantity(rows: readonly MeasuredRow[], quantity: Quantity): Quantity {
  return quantity === 'ratio' && rows.every(({ ratio }) => ratio === null) ? 'value' : quantity;
}

/** The name of a quantity in the switch. `units` are those of the rows in view. */
export function quantityWords(quantity: Quantity, units: readonly string[]): string {
  switch (quantity) {
    case 'ratio':
      return 'ratio';
    case 'value':
      return units.length === 1 ? unitWords(units[0]!) : 'value';
    case 'rate':
      return 'samples/s';
    case 'watt':
      return 'per watt';
    case 'price':
      return 'cost of a run';
    case 'peak':
      return 'share of peak';
    case 'first-step':
      return 'time to first step';
  }
}

const unitWords = (unit: string): string =>
  unit === 's' ? 'seconds' : unit === 's/epoch' ? 'seconds per epoch' : unit;
