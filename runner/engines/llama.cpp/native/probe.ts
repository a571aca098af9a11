/** @file Finds the devices that node-llama-cpp can use. Runs in the worker because loading a driver may crash. */
import type { Device } from '../../../../data/contract/cell.ts';
import { isSoftwareGpu } from '../../../../data/derive/device-names.ts';
import { processor } from '../../../detect/processor.ts';
import type { Probe } from '../../../protocol/messages.ts';
import { cleanDeviceName } from '../../../text/clean-text.ts';
import { loadLlama } from './library.ts';
import { type Gpu, installedGpus, SETUP_COMMAND, VERSION } from './package.ts';
import { threadCount } from './threads.ts';

/** The devices of one GPU API and the release of llama.cpp; null if it does not load. */
async function tryGpu(gpu: Gpu, threads: number): Promise<{ devices: Device[]; release: string } | null> {
  try {
    const llama = await loadLlama(gpu, threads, (message) => console.error(message.trimEnd()));
    const names = gpu === false || llama.gpu !== gpu ? [] : await llama.getGpuDeviceNames();
    const { release } = llama.llamaCppRelease;
    await llama.dispose();
    const devices = names.map((raw): Device => {
      const name = cleanDeviceName(raw, 200, 'unknown GPU');
      return { kind: 'gpu', api: gpu === false ? 'none' : gpu, name, software: isSoftwareGpu(name) };
    });
    return { devices, release };
  } catch (error) {
    console.error(error);
    return null;
  }
}

export async function probe(): Promise<Probe> {
  const threads = await threadCount();
  let release: string | null = null;
  const gpus: Device[] = [];
  for (const gpu of installedGpus(process)) {
    const found = await tryGpu(gpu, threads);
    release ??= found?.release ?? null;
    if (gpus.length === 0) gpus.push(...(found?.devices ?? []));
  }
  if (release === null)
    return {
      available: false,
      reason: 'node-llama-cpp is installed, but none of its binaries loads',
      remedy: `\`${SETUP_COMMAND}\` reinstalls it; or set TRAINMARK_LLAMA_BENCH to the path of a llama-bench`,
    };
  return {
    available: true,
    version: `${VERSION} (llama.cpp ${release})`,
    devices: [...gpus.slice(0, 15), processor()],
    observed: { threads },
  };
}
