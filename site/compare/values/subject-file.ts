/**
 * @file The file of a chip or a machine: its values in every setting, as columns with dictionaries. A file says all that the
 * comparison needs of its subject, so that any few of them can be fetched. Pure.
 */
import type { Api, DeviceKind } from '../../../data/contract/words.ts';
import type { Spread } from './apart.ts';
import { type Setting, settingOf } from './setting.ts';

/** The value of a chip or machine in one setting with one engine. */
export interface Value extends Spread {
  setting: Setting;
  /** Id of the engine. */
  engine: string;
  device: { kind: DeviceKind; api: Api };
  /** Machines behind the value. */
  machines: number;
  /** Whether another owner contradicts it. */
  disputed: boolean;
  /** The baseline's value that ingest compares it with, across settings; null if there is none. */
  baselineValue: number | null;
}

/** Contents of a file. Every list of `columns` but `disputed` has one entry for each value. */
export interface SubjectFile {
  /** Comparison key and the words of its setting. */
  settings: [string, string][];
  engines: string[];
  devices: [DeviceKind, Api][];
  columns: {
    /** Index into `settings`, and so on. */
    setting: number[];
    engine: number[];
    device: number[];
    value: number[];
    low: (number | null)[];
    high: (number | null)[];
    count: (number | null)[];
    machines: number[];
    /** Places of the values that are disputed: most files have none. */
    disputed: number[];
    base: (number | null)[];
  };
}

/** Enough digits for ratios of three. */
const DIGITS = 6;
const round = (value: number) => Number(value.toPrecision(DIGITS));

/** A list that gives each different text its place. */
function dictionary<Entry>() {
  const places = new Map<string, number>();
  const entries: Entry[] = [];
  return {
    entries,
    place(key: string, entry: Entry): number {
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, entries.length);
      return entries.push(entry) - 1;
    },
  };
}

/** The file of some values. */
export function toFile(values: readonly Value[]): SubjectFile {
  const settings = dictionary<[string, string]>();
  const engines = dictionary<string>();
  const devices = dictionary<[DeviceKind, Api]>();
  const nullable = (value: number | null | undefined) => (value == null ? null : round(value));
  return {
    columns: {
      setting: values.map(({ setting: { key, words } }) => settings.place(key, [key, words])),
      engine: values.map(({ engine }) => engines.place(engine, engine)),
      device: values.map(({ device: { kind, api } }) => devices.place(`${kind} ${api}`, [kind, api])),
      value: values.map(({ value }) => round(value)),
      low: values.map(({ interval }) => nullable(interval?.low)),
      high: values.map(({ interval }) => nullable(interval?.high)),
      count: values.map(({ count }) => count),
      machines: values.map(({ machines }) => machines),
      disputed: values.flatMap(({ disputed }, index) => (disputed ? [index] : [])),
      base: values.map(({ baselineValue }) => nullable(baselineValue)),
    },
    settings: settings.entries,
    engines: engines.entries,
    devices: devices.entries,
  };
}

/** The values of a file. */
export function fromFile({ settings: keys, engines, devices, columns }: SubjectFile): Value[] {
  const settings = keys.map(([key, words]) => settingOf(key, words));
  const disputed = new Set(columns.disputed);
  return columns.value.map((value, index) => {
    const [kind, api] = devices[columns.device[index]!]!;
    const [low, high] = [columns.low[index] ?? null, columns.high[index] ?? null];
    return {
      setting: settings[columns.setting[index]!]!,
      engine: engines[columns.engine[index]!]!,
      device: { kind, api },
      value,
      interval: low === null || high === null ? null : { low, high },
      count: columns.count[index] ?? null,
      machines: columns.machines[index]!,
      disputed: disputed.has(index),
      baselineValue: columns.base[index] ?? null,
    };
  });
}
