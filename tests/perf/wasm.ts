/**
 * @file The engine `wasm` beside the others that compute on the CPU, all in turn in one run, on all threads and on one:
 * products, the convolutions of VGG16, and training steps of the nets as the engines' workers take them, with the memory
 * that they take and the shares of operations in some of them. Every product and convolution is compared with float64.
 *
 * `--only products`, `convolutions` or `nets` prints one part, `--nets mnist-cnn,resnet18` some of the nets. `--most-gflop` is
 * the most that a training step may take; batches are halved until it does. Engines that are not set up are left out:
 * run `npm run bench -- setup pytorch` and `setup tfjs-node` first. One thread needs Linux. All parts take half an hour
 * on two cores, which should have nothing else to do.
 */
import { availableParallelism, loadavg } from 'node:os';
import { UsageError } from '../../data/contract/usage-error.ts';
import { canLimitThreads, openCompetitors } from './wasm/engines.ts';
import type { Setting } from './wasm/setting.ts';
import { printNets } from './wasm/tables/nets.ts';
import { printConvolutions, printProducts } from './wasm/tables/operations.ts';

const parts: Readonly<Record<string, (setting: Setting) => Promise<void>>> = {
  products: printProducts,
  convolutions: printConvolutions,
  nets: printNets,
};

/** The parts to print, from the environment. */
function chosenParts(only: string | undefined): string[] {
  const all = Object.keys(parts);
  if (!only) return all;
  if (!all.includes(only)) throw new UsageError(`--only ${only} is not a part; use one of ${all.join(', ')}`);
  return [only];
}

async function openSetting(): Promise<Setting> {
  const cores = availableParallelism();
  const { competitors, missing } = await openCompetitors();
  const device = competitors[0]?.device.name ?? 'no engine works here';
  console.log(`wasm: ${device}, ${cores} processors, load ${loadavg()[0]!.toFixed(1)} when it began`);
  console.log(`  ${competitors.map(({ name, version }) => `${name} ${version}`).join(', ')}`);
  for (const { name, reason } of missing) console.log(`  left out: ${name}: ${reason}`);
  const limited = cores > 1 && canLimitThreads();
  if (!limited) console.log('  left out: one thread: there is one processor, or no `taskset`');
  return {
    competitors,
    engines: competitors.filter(({ name, engine }) => name === engine.id),
    threads: limited ? ['all', 'one'] : ['all'],
  };
}

export async function run(): Promise<string> {
  const begin = performance.now();
  const chosen = chosenParts(process.env.ONLY);
  const setting = await openSetting();
  for (const name of chosen) await parts[name]!(setting);
  return `\n${((performance.now() - begin) / 1000).toFixed(0)} s`;
}
