/** @file Reports the devices of tfjs-node, or what is missing and how to get it. */
import type { Device } from '../../../data/contract/cell.ts';
import type { Observed } from '../../../data/contract/outcome.ts';
import { processor } from '../../detect/processor.ts';
import type { Probe } from '../../protocol/messages.ts';
import { askNvidia } from '../../system/nvidia-smi.ts';
import { cleanDeviceName, cleanName, cleanReason } from '../../text/clean-text.ts';
import { findPackage, type PackageName, SETUP_COMMAND } from './install/packages.ts';
import { type Loaded, loadTensorFlow } from './load.ts';

/** The GPU if TensorFlow uses one, then the CPU. */
async function devicesOf(loaded: Loaded): Promise<Device[]> {
  const cpu = processor();
  if (!loaded.usesGpu) return [cpu];
  const [name = ''] = (await askNvidia(['name']))?.lines ?? [];
  return [{ kind: 'gpu', api: 'cuda', name: cleanDeviceName(name, 200, 'NVIDIA GPU'), software: false }, cpu];
}

export function versionOf(loaded: Loaded): string {
  return `${loaded.packageVersion} (TensorFlow ${loaded.libraryVersion})`;
}

export const observedOf = (found: { name: PackageName }, loaded: Loaded): Observed => ({
  tensorflow: loaded.libraryVersion,
  cudaBuild: found.name.endsWith('-gpu'),
});

/** Loads the library into this process. `repository` differs only in tests. */
export async function probe(repository?: string): Promise<Probe> {
  const found = findPackage(repository);
  if (found.state === 'not-installed')
    return {
      available: false,
      reason: 'the npm packages @tensorflow/tfjs-node and @tensorflow/tfjs-node-gpu are not installed',
      remedy: `\`npm ci\` (without --omit=optional), then \`${SETUP_COMMAND}\``,
    };
  if (found.state === 'not-set-up')
    return {
      available: false,
      reason: 'the TensorFlow library and the addon that calls it are not set up: npm does not install them',
      remedy: `\`${SETUP_COMMAND}\` downloads or builds them (up to 300 MB to download, about 1 GB on disk)`,
    };
  try {
    const loaded = await loadTensorFlow(found, 'gpu');
    return {
      available: true,
      version: versionOf(loaded),
      devices: await devicesOf(loaded),
      observed: observedOf(found, loaded),
    };
  } catch (error) {
    const said = cleanName(cleanReason(error instanceof Error ? error.message : String(error)), 300, '-');
    return {
      available: false,
      reason: `${found.name} is set up but does not load: ${said}`,
      remedy: `\`${SETUP_COMMAND}\` rebuilds it`,
    };
  }
}
