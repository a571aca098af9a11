/** @file Finds the devices of the llama-bench that is installed on this machine. */
import { processor } from '../../../detect/processor.ts';
import type { Probe } from '../../../protocol/messages.ts';
import { cleanName, cleanReason } from '../../../text/clean-text.ts';
import { SETUP_COMMAND } from '../native/package.ts';
import { threadCount } from '../native/threads.ts';
import { askLlamaBench } from './llama-bench.ts';

/** @param path Path of the program. */
export async function probe(path: string): Promise<Probe> {
  try {
    const { gpus } = await askLlamaBench(path);
    return {
      available: true,
      version: 'llama-bench',
      devices: [...gpus.slice(0, 15).map(({ device }) => device), processor()],
      observed: { llamaBench: true, threads: await threadCount() },
    };
  } catch (error) {
    const said = cleanName(cleanReason(error instanceof Error ? error.message : String(error)), 300, '-');
    return {
      available: false,
      reason: `the llama-bench of this machine does not run: ${said}`,
      remedy: `repair it, or remove it from the PATH and run \`${SETUP_COMMAND}\``,
    };
  }
}
