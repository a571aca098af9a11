/** @file `setup ENGINE`: installs what an engine needs in addition to the npm packages. */
import type { EngineId } from '../../data/contract/words.ts';
import type { Engine } from '../protocol/engine.ts';
import { probeEngine } from '../supervise/supervise.ts';
import type { CommandContext } from './context.ts';

/** The first import reads hundreds of megabytes, which is slow from a cold disk. */
const PROBE_MS = 180_000;

const probe = (engine: Engine) =>
  probeEngine(engine, { deadlineMs: PROBE_MS, signal: new AbortController().signal });

export async function setUp(id: EngineId, context: CommandContext): Promise<number> {
  const say = (line: string) => context.stdout.write(`${line}\n`);
  const engine = context.engines.find((one) => one.id === id);
  if (!engine?.setup) {
    say(`${id} needs no setup. Run \`npm run bench -- list\` to see whether it works on this machine.`);
    return 0;
  }
  try {
    await engine.setup(say, probe);
  } catch (error) {
    context.stderr.write(
      `trainmark: ${id} could not be set up: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return 1;
  }
  return 0;
}
