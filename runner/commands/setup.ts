/** @file `setup ENGINE`: installs what an engine needs in addition to the npm packages. */
import { UsageError } from '../../data/contract/usage-error.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { Engine } from '../protocol/engine.ts';
import { probeEngine } from '../supervise/supervise.ts';
import type { CommandContext } from './context.ts';

/** The first import reads hundreds of megabytes, which is slow from a cold disk. */
const PROBE_MS = 180_000;

const probe = (engine: Engine) =>
  probeEngine(engine, { deadlineMs: PROBE_MS, signal: new AbortController().signal });

/**
 * Installs an engine; one that needs no setup is left as it is.
 * @param say Receives one line per step.
 * @throws UsageError if the engine cannot be set up
 */
export async function installEngine(
  id: EngineId,
  { engines }: Pick<CommandContext, 'engines'>,
  say: (line: string) => void,
): Promise<void> {
  const engine = engines.find((one) => one.id === id);
  if (!engine?.setup)
    return say(
      `${id} needs no setup. Run \`npm run bench -- list\` to see whether it works on this machine.`,
    );
  try {
    await engine.setup(say, probe);
  } catch (error) {
    throw new UsageError(
      `${id} could not be set up: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The command: reports on the terminal. Returns the exit code. */
export async function setUp(id: EngineId, context: CommandContext): Promise<number> {
  const say = (line: string) => context.stdout.write(`${line}\n`);
  try {
    await installEngine(id, context, say);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    context.stderr.write(`trainmark: ${error.message}\n`);
    return 1;
  }
}
