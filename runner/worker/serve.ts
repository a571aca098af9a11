/** @file Serves a worker in TypeScript on Node: reads one request from stdin, writes JSON lines to stdout and exits. */
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

/** The functions of an engine's worker. Both run in the worker process and may throw. */
export interface WorkerEngine {
  probe(): Promise<Probe>;
  /** Emits progress and one `result` message. */
  run(request: RunRequest, emit: Emit): Promise<void>;
}

const errorStatus = (error: unknown, reason: string): Extract<Message, { type: 'error' }>['status'] => {
  if (error instanceof UnsupportedError) return 'unsupported';
  return isOutOfMemory(reason) ? 'out-of-memory' : 'failed';
};

/** Converts anything that was thrown to an error message of the protocol. */
export function errorMessage(error: unknown): Message {
  const text = error instanceof Error ? error.message || error.name : String(error);
  const reason = cleanReason(text);
  return { type: 'error', status: errorStatus(error, reason), reason };
}

async function answer(engine: WorkerEngine, request: Request, emit: Emit): Promise<void> {
  if (request.type === 'probe') await emit({ type: 'probed', probe: await engine.probe() });
  else await engine.run(request, (message) => emit(withOwnMemory(message)));
}

/** Adds the memory of the process if the engine does not count its own. */
function withOwnMemory(message: Message): Message {
  return message.type === 'result' && message.peakMemory === null
    ? { ...message, peakMemory: ownPeakRss() }
    : message;
}

/** Serves one request and exits: with 0 if it was answered, with 1 if it failed or the supervisor is gone. */
export async function serve(engine: WorkerEngine): Promise<never> {
  const { stdout, stdin } = process;
  const write = stdout.write.bind(stdout);
  // Libraries print banners and warnings: redirect them to stderr, because stdout is for the protocol.
  stdout.write = process.stderr.write.bind(process.stderr) as typeof stdout.write;
  const emit: Emit = async (message) => {
    await new Promise<void>((sent) => write(`${JSON.stringify(message)}\n`, () => sent()));
    // Engines block the event loop; yield once, so that the end of stdin is noticed.
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
