/** @file Why a workload does not support a mode, in the same words for every engine. Pure. */
import type { Mode } from '../../data/contract/words.ts';
import type { Workload } from './workload.ts';

export function unsupportedMode({ modes }: Pick<Workload, 'modes'>, mode: Mode): string | null {
  if (modes.includes(mode)) return null;
  return mode === 'converge'
    ? 'there is no real data set to reach an accuracy on'
    : `it has ${modes.join(', ')} only`;
}
