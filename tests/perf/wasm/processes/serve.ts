/** @file Answers the commands of the benchmark on stdin with an engine in TypeScript, until stdin ends. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { RunRequest } from '../../../../runner/protocol/messages.ts';
import type { CheckedTask } from '../../../../runner/worker/task.ts';
import type { Computation, Library } from '../../comparison/libraries/library.ts';
import type { Command, Reply } from './messages.ts';

/** An engine that has started. */
export interface Served extends Omit<Library, 'name'> {
  /** The task as the engine's worker builds it. */
  createTask(request: RunRequest): Promise<CheckedTask>;
}

const readOperand = (path: string): Float32Array<ArrayBuffer> =>
  new Float32Array(new Uint8Array(readFileSync(path)).buffer);

const repeat = (task: CheckedTask) => async (times: number) => {
  for (let i = 0; i < times; i++) await task.sample();
};

type Subject = Pick<Computation, 'run' | 'dispose'> & Partial<Computation & Pick<CheckedTask, 'observed'>>;

class Server {
  readonly #served: Served;
  #subject: Subject | null = null;

  constructor(served: Served) {
    this.#served = served;
  }

  async answer(command: Command): Promise<unknown> {
    switch (command.kind) {
      case 'problem':
        this.#subject = await this.#served.prepare(command.problem, command.files.map(readOperand));
        return this.#subject !== null;
      case 'task': {
        const task = await this.#served.createTask(command.request);
        const observed = async () => (await task.observed?.()) ?? {};
        this.#subject = { run: repeat(task), observed, dispose: () => task.dispose() };
        return true;
      }
      case 'run':
        return await this.#subject!.run(command.times);
      case 'observe':
        return await this.#subject!.observed!();
      case 'read':
        return (await this.#subject!.read!(command.parts)).map((part) => [...part]);
      case 'dispose':
        this.#subject?.dispose();
        this.#subject = null;
        return null;
      default:
        return command satisfies never;
    }
  }
}

/** @param open starts the engine */
export async function serve(open: () => Promise<Served>): Promise<never> {
  const write = process.stdout.write.bind(process.stdout);
  // Libraries print banners and warnings.
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
  const reply = async (work: () => Promise<unknown>) => {
    const answer: Reply = await work().then(
      (value) => ({ value: value ?? null }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    write(`${JSON.stringify(answer)}\n`);
  };
  let server: Server | null = null;
  await reply(async () => {
    const served = await open();
    server = new Server(served);
    return served.version;
  });
  for await (const line of createInterface({ input: process.stdin }))
    if (server !== null) await reply(() => server!.answer(JSON.parse(line) as Command));
  process.exit(0);
}
