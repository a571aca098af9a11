/** @file Says in words why NVIDIA's driver does not work, and what helps. Pure. */

import { isJetson, vendorOf } from '../../data/derive/device-names.ts';
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

/**
 * The reason and the remedy, for the end of a sentence.
 * @param problem What `nvidia-smi` says; null if it is missing.
 */
export function describeDriverProblem(problem: string | null): string {
  if (problem === null) return "nvidia-smi is missing; install NVIDIA's driver with its tools";
  const said = `nvidia-smi says "${problem.replace(/[.;\s]+$/, '')}"`;
  return /mismatch/i.test(problem)
    ? `${said}; restart the machine, so that the updated driver is loaded`
    : `${said}; restart the machine, or reinstall NVIDIA's driver`;
}
