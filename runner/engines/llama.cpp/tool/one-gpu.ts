/** @file Limits llama-bench to one GPU: by itself it splits the layers of a model over all of them. Pure. */
import type { Device } from '../../../../data/contract/cell.ts';
import type { ListedGpu } from './llama-bench.ts';

/**
 * The arguments for one GPU.
 * @param ordinal Place of the GPU among those of its API when it was probed; decides only between GPUs of one name.
 * @throws Error if the GPU is not listed, or if this llama-bench would use others, too
 */
export function oneGpu(
  wanted: Pick<Device, 'api' | 'name'>,
  gpus: readonly ListedGpu[],
  help: string,
  ordinal: number | null,
): Record<string, string | number> {
  const ofApi = gpus.filter(({ device }) => device.api === wanted.api);
  const alike = ofApi.filter(({ device }) => device.name === wanted.name);
  const chosen = alike.find((one) => ofApi.indexOf(one) === ordinal) ?? alike[0];
  if (chosen === undefined) throw new Error(`llama-bench does not list the GPU "${wanted.name}" any more`);
  const has = (option: string) => new RegExp(`(?:^|\\s)${option},`, 'm').test(help);
  const canSplit = has('-sm');
  if (has('-dev')) return { '-dev': chosen.id, ...(canSplit ? { '-sm': 'none', '-mg': 0 } : {}) };
  if (canSplit && has('-mg')) return { '-sm': 'none', '-mg': gpus.indexOf(chosen) };
  if (gpus.length === 1) return {};
  throw new Error(
    `this llama-bench cannot be limited to one of its ${gpus.length} GPUs (it has neither -dev nor -sm); update it`,
  );
}
