/** @file Says beside a result that another engine would measure the device better, and what it would need. Pure. */
import { engineShares, engines } from '../../data/catalogue/index.ts';
import type { Device } from '../../data/contract/cell.ts';
import type { EngineShare } from '../../data/contract/tables/engine-share.ts';
import type { DType, EngineId } from '../../data/contract/words.ts';
import { describeShare, isOutrun } from '../../data/derive/describe-share.ts';
import type { NativeEngine } from '../plan/native-engine.ts';
import type { Offer } from '../protocol/engine.ts';
import type { CellResult } from '../results/cell-result.ts';
import { benchCommand } from '../text/command-line.ts';
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

/** The shares of an engine on such devices, by the results of the repository. */
const sharesOf = (engine: EngineId, { kind }: Device, dtypes: readonly DType[]): EngineShare[] =>
  engineShares.filter((one) => one.engine === engine && one.device === kind && dtypes.includes(one.dtype));

/** Whether results show that the engine in use measures the device as well as any other, in every dtype. */
function isAsGood(native: NativeEngine, dtypes: readonly DType[]): boolean {
  const known = sharesOf(native.used, native.device, dtypes);
  return known.length === dtypes.length && !known.some(isOutrun);
}

const sentenceOf = (share: EngineShare): string => {
  const text = describeShare(share, engineName);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

/** Whether a share says how an engine compares with the given one. */
const names = ({ sameDType, otherDType }: EngineShare, engine: EngineId): boolean =>
  [sameDType, otherDType].some((one) => one?.engine === engine);

/**
 * How the engine in use compares with the fastest one, and where that is a third engine, how the preferred one compares with
 * the fastest.
 */
function comparison(native: NativeEngine, dtypes: readonly DType[]): string[] {
  const { used, device, engine } = native;
  const known = sharesOf(used, device, dtypes);
  if (known.length === 0) {
    return [
      `No result compares ${engineName(used)} with ${engineName(engine.id)} on a ${kindName(device)} yet.`,
    ];
  }
  const ofPreferred = known.every((one) => names(one, engine.id))
    ? []
    : sharesOf(engine.id, device, dtypes).filter((one) => !names(one, used));
  return [...known, ...ofPreferred].map(sentenceOf);
}

/**
 * Sentences about a device that is measured with another engine than the preferred one.
 * @param words Arguments of the run, which measure the same with the preferred engine.
 */
export function describeNative(
  native: NativeEngine,
  dtypes: readonly DType[],
  words: readonly string[],
): string {
  const { used, device, engine, offer } = native;
  const name = engineName(engine.id);
  const command = benchCommand([...words.filter((word) => word !== '--no-setup'), '--setup', engine.id]);
  return [
    `This ${kindName(device)} is measured with ${engineName(used)}, because ${name} is not set up.`,
    ...comparison(native, dtypes),
    `To measure with ${name}: \`${command}\` (${describeDownload(offer)}).`,
  ].join(' ');
}

/** The advice for each device with results of the engine in use. */
export function adviseNative(
  natives: readonly NativeEngine[],
  results: readonly CellResult[],
  words: readonly string[],
): string[] {
  return natives.flatMap((native) => {
    const measured = results.filter(
      ({ cell, value }) =>
        value !== null && cell.engine === native.used && cell.device.kind === native.device.kind,
    );
    const dtypes = [...new Set(measured.map(({ cell }) => cell.dtype))];
    return dtypes.length === 0 || isAsGood(native, dtypes) ? [] : [describeNative(native, dtypes, words)];
  });
}
