/** @file `setup ENGINE`: installs what an engine needs beside the packages. */
import type { EngineId } from '../../data/contract/words.ts';
import type { CommandContext } from './context.ts';

export async function setUp(id: EngineId, context: CommandContext): Promise<number> {
  const say = (line: string) => context.stdout.write(`${line}\n`);
  const engine = context.engines.find((one) => one.id === id);
  if (!engine?.setup) {
    say(`${id} needs no set-up: \`npm run bench -- list\` says whether it works here.`);
    return 0;
  }
  try {
    await engine.setup(say);
  } catch (error) {
    context.stderr.write(
      `trainmark: ${id} could not be set up: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return 1;
  }
  return 0;
}
