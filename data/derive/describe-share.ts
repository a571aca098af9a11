/** @file Says in words how fast an engine was next to the fastest one. Pure; the terminal and the site use the same words. */
import type { EngineShare, Shares } from '../contract/tables/engine-share.ts';
import { counted } from './counted.ts';

/** From this share of the fastest engine's speed on, an engine measures the device about as well. */
const ABOUT_AS_FAST = 0.9;

/** Whether another engine was clearly faster on such devices, in the same dtype or in another. */
export const isOutrun = ({ sameDType, otherDType }: EngineShare): boolean =>
  otherDType !== null || (sameDType !== null && sameDType.median < ABOUT_AS_FAST);

/** Engines that `npm install` brings; the others are set up first. */
const bundled: readonly EngineShare['engine'][] = ['webgpu', 'wasm', 'tfjs-webgpu', 'tfjs-wasm'];

/** Whether `npm install` brings an engine, so that it needs no set-up. */
export const isBundled = (engine: EngineShare['engine']): boolean => bundled.includes(engine);

/** The command that measures with the fastest engine that an engine was compared with. */
export function commandOf({ sameDType, otherDType }: EngineShare): string | null {
  const engine = otherDType?.engine ?? sameDType?.engine;
  if (engine === undefined) return null;
  return `npm run bench -- --${isBundled(engine) ? 'engine' : 'setup'} ${engine}`;
}

const percent = (value: number): string => Number((100 * value).toPrecision(2)).toString();

/** For example "2 to 11 %"; a single share stands alone. */
function rangeOf({ low, high }: Shares): string {
  return low === high ? `${percent(low)} %` : `${percent(low)} to ${percent(high)} %`;
}

const works = ({ works: count }: Shares): string => counted(count, 'comparison');

/**
 * One sentence without a full stop, for example "on NVIDIA H200 SXM, TensorFlow.js WebGPU in float32 reached 2 to 11 % of
 * the speed of PyTorch (3 comparisons) and 1.6 % of its speed in bfloat16 (1 comparison)".
 * @param nameOf Display name of an engine.
 */
export function describeShare(
  { engine, dtype, devices, sameDType, otherDType }: EngineShare,
  nameOf: (id: EngineShare['engine']) => string,
): string {
  const same =
    sameDType && `${rangeOf(sameDType)} of the speed of ${nameOf(sameDType.engine)} (${works(sameDType)})`;
  const whose =
    otherDType &&
    (otherDType.engine === sameDType?.engine ? 'its speed' : `that of ${nameOf(otherDType.engine)}`);
  const other =
    otherDType && `${rangeOf(otherDType)} of ${whose} in ${otherDType.dtype} (${works(otherDType)})`;
  const reached = [same, other].filter((part) => part !== null).join(' and ');
  return `on ${devices.join(', ')}, ${nameOf(engine)} in ${dtype} reached ${reached}`;
}
