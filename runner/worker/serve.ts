/** @file The Node side of a worker in TypeScript: one request line in, JSON lines out, and an end. */
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import {
  type Message,
  type Probe,
  type Request,
  type RunRequest,
  requestSchema,
} from '../protocol/messages.ts';
import { cleanReason } from '../text/clean-text.ts';
import { isOutOfMemory } from '../text/symptoms.ts';
import type { Emit } from './emit.ts';
import { ownPeakRss } from './peak-rss.ts';
import { UnsupportedError } from './unsupported.ts';

/** What an engine's worker can do; both run in a process of their own and may throw. */
export interface WorkerEngine {
  probe(): Promise<Probe>;
  /** Ends with one `result` message. */
  run(request: RunRequest, emit: Emit): Promise<void>;
}

const errorStatus = (error: unknown, reason: string): Extract<Message, { type: 'error' }>['status'] => {
  if (error instanceof UnsupportedError) return 'unsupported';
  return isOutOfMemory(reason) ? 'out-of-memory' : 'failed';
};

/** Turns whatever was thrown into the message of the protocol. */
export function errorMessage(error: unknown): Message {
  const said = error instanceof Error ? error.message || error.name : String(error);
  const reason = cleanReason(said);
  return { type: 'error', status: errorStatus(error, reason), reason };
}

async function answer(engine: WorkerEngine, request: Request, emit: Emit): Promise<void> {
  if (request.type === 'probe') await emit({ type: 'probed', probe: await engine.probe() });
  else await engine.run(request, (message) => emit(withOwnMemory(message)));
}

/** Where the engine does not count its memory, that of the process counts. */
function withOwnMemory(message: Message): Message {
  return message.type === 'result' && message.peakMemory === null
    ? { ...message, peakMemory: ownPeakRss() }
    : message;
}

/** Serves one request and ends the process: 0 when it was answered, 1 when it failed or the supervisor is gone. */
export async function serve(engine: WorkerEngine): Promise<never> {
  const { stdout, stdin } = process;
  const write = stdout.write.bind(stdout);
  // Libraries print banners and warnings; stdout belongs to the protocol.
  stdout.write = process.stderr.write.bind(process.stderr) as typeof stdout.write;
  const emit: Emit = async (message) => {
    await new Promise<void>((sent) => write(`${JSON.stringify(message)}\n`, () => sent()));
    // Engines block the event loop; a turn of it lets the end of stdin be seen.
    await setImmediate();
  };

  const lines = createInterface({ input: stdin });
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => process.exit(1));
  });
  try {
    await answer(engine, requestSchema.parse(JSON.parse(line)), emit);
    process.exit(0);
  } catch (error) {
    console.error(error);
    await emit(errorMessage(error));
    process.exit(1);
  }
}
