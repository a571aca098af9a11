/** @file How fast each engine is next to the fastest one, from measured values. Pure. */
import type { Cell } from '../contract/cell.ts';
import type { EngineShare, Shares } from '../contract/tables/engine-share.ts';
import { median } from './stats.ts';

/** A measured value of the optimized recipe on a real device. */
export interface EngineSpeed {
  cell: Cell;
  /** Name of the device in the catalogue, else as its driver reports it. */
  device: string;
  /** What must be equal besides the work: the device, for a CPU with its number of cores. */
  place: string;
  itemsPerSecond: number;
  /** Path of the submission. */
  source: string;
}

type Engines = ReadonlyMap<string, EngineSpeed>;

/** The same work on the same device, in any dtype. */
const workOf = ({ cell: { workload, mode, batchSize, size, sequenceLength, device }, place }: EngineSpeed) =>
  JSON.stringify([workload, mode, batchSize, size, sequenceLength, device.kind, place]);

/** The fastest value of each engine in each dtype. */
function fastest(speeds: readonly EngineSpeed[]): Engines {
  const best = new Map<string, EngineSpeed>();
  for (const speed of speeds) {
    const key = `${speed.cell.engine} ${speed.cell.dtype}`;
    const before = best.get(key);
    if (before === undefined || speed.itemsPerSecond > before.itemsPerSecond) best.set(key, speed);
  }
  return best;
}

interface Compared {
  own: EngineSpeed;
  other: EngineSpeed;
}

/** A value and the fastest of other engines that fulfil a condition. */
function compare(engines: Engines, fits: (own: Cell, other: Cell) => boolean): Compared[] {
  const all = [...engines.values()];
  return all.flatMap((own) => {
    const others = all.filter(({ cell }) => cell.engine !== own.cell.engine && fits(own.cell, cell));
    const [other] = others.toSorted((a, b) => b.itemsPerSecond - a.itemsPerSecond);
    return other === undefined ? [] : [{ own, other }];
  });
}

const share = ({ own, other }: Compared): number => own.itemsPerSecond / other.itemsPerSecond;

/** Two significant digits: more would change with every new row. */
const rounded = (value: number): number => Number(value.toPrecision(2));

function sharesOf(compared: readonly Compared[]): Shares | null {
  if (compared.length === 0) return null;
  const shares = compared.map(share);
  const groups = Map.groupBy(compared, ({ other: { cell } }) => `${cell.engine} ${cell.dtype}`);
  const [most] = [...groups.values()].toSorted((a, b) => b.length - a.length);
  const { engine, dtype } = most![0]!.other.cell;
  return {
    low: rounded(Math.min(...shares)),
    median: rounded(median(shares)),
    high: rounded(Math.max(...shares)),
    works: compared.length,
    engine,
    dtype,
  };
}

const keyOf = ({ own: { cell } }: Compared): string =>
  JSON.stringify([cell.engine, cell.device.kind, cell.dtype]);

/** One line for each engine, kind of device and dtype that can be compared, in the order of the first values. */
export function engineShares(speeds: readonly EngineSpeed[]): EngineShare[] {
  const works = [...Map.groupBy(speeds, workOf).values()].map(fastest);
  const same = works.flatMap((engines) => compare(engines, (own, other) => own.dtype === other.dtype));
  const faster = works
    .flatMap((engines) => compare(engines, (own, other) => own.dtype !== other.dtype))
    .filter((one) => share(one) < 1);
  const groups = Map.groupBy([...same, ...faster], keyOf);
  return [...groups.values()].map((compared) => {
    const { engine, dtype, device } = compared[0]!.own.cell;
    const of = (all: readonly Compared[]) => sharesOf(compared.filter((one) => all.includes(one)));
    const used = compared.flatMap(({ own, other }) => [own, other]);
    return {
      engine,
      device: device.kind,
      dtype,
      sameDType: of(same),
      otherDType: of(faster),
      devices: [...new Set(used.map((one) => one.device))].toSorted(),
      sources: [...new Set(used.map(({ source }) => source))].toSorted(),
    };
  });
}
