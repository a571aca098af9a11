/**
 * @file This engine beside the other libraries that compute through WebGPU in JavaScript, on the same adapter and in the
 * same run. `ONLY=gemm`, `convolution`, `attention` or `nets` prints one of its parts, after the ceilings of the adapter.
 */
import { openLibraries } from './webgpu/libraries/open.ts';
import { openMachine } from './webgpu/machine/adapter.ts';
import { onCpu, onGpu } from './webgpu/machine/scale.ts';
import { printCeilings } from './webgpu/tables/ceilings.ts';
import { compare, type Setting } from './webgpu/tables/comparison.ts';
import { attentions, convolutions, skinnyProducts, squareProducts } from './webgpu/tables/operations.ts';

async function printProducts(setting: Setting): Promise<void> {
  const { machine, scale } = setting;
  const types = machine.half ? (['float32', 'float16'] as const) : (['float32'] as const);
  const problems = [...squareProducts(scale, types), ...skinnyProducts(scale, types)];
  await compare(setting, 'Products, rows x depth x columns', problems, scale.seconds.products);
}

async function printConvolutions(setting: Setting): Promise<void> {
  const { scale } = setting;
  const nets = convolutions(scale);
  for (const { model, problems } of nets)
    await compare(setting, `Convolutions of ${model.id}`, problems, scale.seconds.convolutions / nets.length);
}

async function printAttention(setting: Setting): Promise<void> {
  const { scale } = setting;
  await compare(
    setting,
    'Attention, batch x length x heads x width',
    attentions(scale),
    scale.seconds.attention,
  );
}

const parts = { gemm: printProducts, convolution: printConvolutions, attention: printAttention };

function chosenParts(): ((setting: Setting) => Promise<void>)[] {
  const only = process.env.ONLY;
  if (!only) return Object.values(parts);
  const part = Object.entries(parts).find(([name]) => name === only)?.[1];
  if (!part) throw new Error(`ONLY=${only}: use one of ${Object.keys(parts).join(', ')}`);
  return [part];
}

export async function run(): Promise<string> {
  const begin = performance.now();
  const chosen = chosenParts();
  const machine = await openMachine();
  const { name } = machine.device;
  console.log(
    machine.emulated
      ? `webgpu: the CPU emulates this adapter (${name}): speeds here say nothing about GPUs`
      : `webgpu: ${name}`,
  );
  const { libraries, missing } = await openLibraries();
  console.log(`  ${libraries.map(({ name, version }) => `${name} ${version}`).join(', ')}`);
  for (const { name, reason } of missing) console.log(`  left out: ${name}: ${reason}`);
  const setting = { machine, scale: machine.emulated ? onCpu : onGpu, libraries };
  await printCeilings(setting);
  for (const print of chosen) await print(setting);
  return `\n${((performance.now() - begin) / 1000).toFixed(0)} s`;
}
