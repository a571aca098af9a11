/** @file Says beside a result that another engine would measure the device better, and what it would need. Pure. */
import { engineShares, engines } from '../../data/catalogue/index.ts';
import type { Device } from '../../data/contract/cell.ts';
import type { EngineShare } from '../../data/contract/tables/engine-share.ts';
import type { DType, EngineId } from '../../data/contract/words.ts';
import { describeShare, isOutrun } from '../../data/derive/describe-share.ts';
import type { NativeEngine } from '../plan/native-engine.ts';
import type { Offer } from '../protocol/engine.ts';
import type { CellResult } from '../results/cell-result.ts';
import { formatDuration } from '../text/format.ts';

/** A slow household connection, in bits per second: what a download takes at least for most people. */
const CONNECTION = 50e6;

const units = { MB: 1e6, GB: 1e9 } as const;

/** For example "2.5 GB to download, about 7 min at 50 Mbit/s". */
export function describeDownload({ download }: Pick<Offer, 'download'>): string {
  const [, size, unit] = /^([\d.]+) (MB|GB)$/.exec(download) ?? [];
  if (size === undefined) return `${download} to download`;
  const seconds = (Number(size) * units[unit as keyof typeof units] * 8) / CONNECTION;
  return `${download} to download, about ${formatDuration(1000 * seconds)} at ${CONNECTION / 1e6} Mbit/s`;
}

const kindName = ({ kind }: Device): string => kind.toUpperCase();

export const engineName = (id: EngineId): string => engines.find((one) => one.id === id)?.name ?? id;

/** The shares of the engine in use, by the results of the repository. */
const sharesOf = ({ used, device }: NativeEngine, dtypes: readonly DType[]): EngineShare[] =>
  engineShares.filter(
    (one) => one.engine === used && one.device === device.kind && dtypes.includes(one.dtype),
  );

/** Whether results show that the engine in use measures the device as well as any other, in every dtype. */
function isAsGood(native: NativeEngine, dtypes: readonly DType[]): boolean {
  const known = sharesOf(native, dtypes);
  return known.length === dtypes.length && !known.some(isOutrun);
}

function comparison(native: NativeEngine, dtypes: readonly DType[]): string[] {
  const { used, device, engine } = native;
  const known = sharesOf(native, dtypes);
  if (known.length === 0) {
    return [
      `No result compares ${engineName(used)} with ${engineName(engine.id)} on a ${kindName(device)} yet.`,
    ];
  }
  return known.map((one) => {
    const sentence = describeShare(one, engineName);
    return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
  });
}

/** What to do to measure with the preferred engine. */
function remedy({ engine, offer, device }: NativeEngine): string {
  const name = engineName(engine.id);
  return offer === null
    ? `\`npm run bench -- --engine ${engine.id} --device ${device.kind}\` measures with ${name}.`
    : `To measure with ${name}: \`npm run bench -- --setup ${engine.id}\` (${describeDownload(offer)}).`;
}

/** Sentences about a device that is measured with another engine than the preferred one. */
export function describeNative(native: NativeEngine, dtypes: readonly DType[]): string {
  const { used, device, engine, offer } = native;
  const why = offer === null ? 'although' : 'because';
  const state = offer === null ? 'is set up' : 'is not set up';
  const first = `This ${kindName(device)} is measured with ${engineName(used)}, ${why} ${engineName(engine.id)} ${state}.`;
  return [first, ...comparison(native, dtypes), remedy(native)].join(' ');
}

/** The advice for each device with results of the engine in use. */
export function adviseNative(natives: readonly NativeEngine[], results: readonly CellResult[]): string[] {
  return natives.flatMap((native) => {
    const measured = results.filter(
      ({ cell, value }) =>
        value !== null && cell.engine === native.used && cell.device.kind === native.device.kind,
    );
    const dtypes = [...new Set(measured.map(({ cell }) => cell.dtype))];
    return dtypes.length === 0 || isAsGood(native, dtypes) ? [] : [describeNative(native, dtypes)];
  });
}
