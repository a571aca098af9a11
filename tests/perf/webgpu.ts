/**
 * @file This engine beside the other libraries that compute through WebGPU in JavaScript, on the same adapter and in the
 * same run. `--only gemm`, `convolution`, `attention` or `nets` prints one of its parts, with the time of all of them.
 */
import { UsageError } from '../../data/contract/usage-error.ts';
import { openLibraries } from './webgpu/libraries/open.ts';
import { openMachine } from './webgpu/machine/adapter.ts';
import { onCpu, onGpu } from './webgpu/machine/scale.ts';
import { printCeilings } from './webgpu/tables/ceilings.ts';
import { printNets } from './webgpu/tables/nets.ts';
import { printAttention, printConvolutions, printProducts } from './webgpu/tables/operations.ts';
import { type Setting, toBest } from './webgpu/tables/setting.ts';

/** Prints one part, which may take this many seconds. */
type Print = (setting: Setting, seconds: number) => Promise<void>;

const parts = {
  gemm: printProducts,
  convolution: printConvolutions,
  attention: printAttention,
  nets: printNets,
} satisfies Record<string, Print>;

type Part = keyof typeof parts;

const isPart = (name: string): name is Part => name in parts;

/** The parts to print, from the environment. */
function chosenParts(only: string | undefined): Part[] {
  const all = Object.keys(parts).filter(isPart);
  if (!only) return all;
  if (!isPart(only)) throw new UsageError(`--only ${only} is not a part; use one of ${all.join(', ')}`);
  return [only];
}

/** Opens the adapter and all libraries, and prints what they are. */
async function openSetting(): Promise<Setting> {
  const machine = await openMachine();
  const { emulated, device } = machine;
  const warning = 'the CPU emulates this adapter, so its speeds say nothing about GPUs';
  console.log(`webgpu: ${device.name}${emulated ? `: ${warning}` : ''}`);
  const { libraries, missing } = await openLibraries(machine.backend);
  console.log(`  ${libraries.map(({ name, version }) => `${name} ${version}`).join(', ')}`);
  for (const { name, reason } of missing) console.log(`  left out: ${name}: ${reason}`);
  console.log('  ratio: webgpu to the best of the others; -: no such operation; time: no time left for it');
  return { machine, scale: emulated ? onCpu : onGpu, libraries, ratios: [toBest] };
}

export async function run(): Promise<string> {
  const begin = performance.now();
  const chosen = chosenParts(process.env.ONLY);
  const setting = await openSetting();
  const { seconds } = setting.scale;
  const all = Object.keys(parts).filter(isPart);
  const sum = (names: readonly Part[]) => names.reduce((total, name) => total + seconds[name], 0);
  await printCeilings(setting, seconds.ceilings);
  for (const name of chosen) await parts[name](setting, (seconds[name] * sum(all)) / sum(chosen));
  return `\n${((performance.now() - begin) / 1000).toFixed(0)} s`;
}
