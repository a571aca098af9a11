/** @file Says in words why NVIDIA's driver does not work, and what helps. Pure. */

import { isJetson, vendorOf } from '../../data/derive/device-names.ts';
import { isSaid } from '../system/nvidia-smi.ts';
import type { Detected } from './detect.ts';

/** Which NVIDIA GPU cannot be used and why, for the end of a sentence; null if there is none. */
export function unusableNvidia({ machine, unnamed, nvidiaProblem }: Omit<Detected, 'boards'>): string | null {
  // NVIDIA's tools do not exist for macOS.
  if (machine.os.platform === 'darwin') return null;
  const named = machine.gpus.filter(
    ({ name, vendor }) => vendorOf(`${vendor} ${name}`) === 'NVIDIA' && !isJetson(name),
  );
  if (named.some(({ driver }) => driver !== null)) return null;
  const [name] = [...named.map((gpu) => gpu.name), ...unnamed.filter((one) => vendorOf(one) === 'NVIDIA')];
  return name === undefined ? null : `${name} is on the bus: ${describeDriverProblem(nvidiaProblem)}`;
}

/** What helps against a problem, by the words of `nvidia-smi`. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [/mismatch/i, 'restart the machine, so that the updated driver is loaded'],
  [/permission/i, "give this user access to NVIDIA's devices (/dev/nvidia*)"],
  [/blocked by the operating system/i, "update NVIDIA's driver of Windows, then run `wsl --shutdown`"],
];

/**
 * The reason and the remedy, for the end of a sentence.
 * @param problem What `nvidia-smi` says; null if it is missing.
 */
export function describeDriverProblem(problem: string | null): string {
  if (problem === null) return "nvidia-smi is missing; install NVIDIA's driver with its tools";
  const words = problem.replace(/[.;\s]+$/, '');
  const said = isSaid(problem) ? `nvidia-smi says "${words}"` : `nvidia-smi does not work: ${words}`;
  const known = remedies.find(([pattern]) => pattern.test(problem))?.[1];
  return `${said}; ${known ?? "restart the machine, or reinstall NVIDIA's driver"}`;
}
