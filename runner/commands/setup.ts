/** @file `setup ENGINE`: installs what an engine needs beside the packages. */
import type { EngineId } from '../../data/contract/words.ts';
import type { House } from './context.ts';

export async function setUp(id: EngineId, house: House): Promise<number> {
  const say = (line: string) => house.stdout.write(`${line}\n`);
  const engine = house.engines.find((one) => one.id === id);
  if (!engine?.setup) {
    say(`${id} needs no set-up: \`npm run bench -- list\` says whether it works here.`);
    return 0;
  }
  try {
    await engine.setup(say);
  } catch (error) {
    house.stderr.write(
      `trainmark: ${id} could not be set up: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return 1;
  }
  return 0;
}
