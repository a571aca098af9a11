/** @file Runs one request in a fresh worker process and says what became of it. Whatever the worker does, this returns. */
import { readFileSync } from 'node:fs';
import type { PeakMemory, Power } from '../../data/contract/outcome.ts';
import type { Meter } from '../power/meter.ts';
import { startRecorder } from '../power/recorder.ts';
import type { Engine, WorkerCommand } from '../protocol/engine.ts';
import {
  type Message,
  messageSchema,
  PROTOCOL_VERSION,
  type Probe,
  type Request,
  type ResultMessage,
  type RunRequest,
} from '../protocol/messages.ts';
import { cleanName, cleanReason } from '../text/clean-text.ts';
import { isOutOfMemory } from '../text/symptoms.ts';
import { type Breakdown, diagnose } from './diagnose.ts';
import { runJob } from './process.ts';

export type ProgressMessage = Extract<Message, { type: 'progress' }>;

/** What became of one repetition. */
export type Attempt =
  | { status: 'ok'; result: ResultMessage; peakMemory: PeakMemory | null; power: Power | null }
  | { status: Breakdown['status'] | 'unsupported'; reason: string }
  /** The runner was told to stop before the repetition had ended. */
  | { status: 'stopped' };

export interface Limits {
  deadlineMs: number;
  signal: AbortSignal;
  /** See `Job.graceMs`; tests shorten it. */
  graceMs?: number;
  /** Covers the device of the cell; read only while the worker measures. */
  meter?: Meter | null;
  /** Watts of that meter before the run. */
  idleWatts?: number | null;
}

/** Measures one repetition of a cell. */
export async function runRepetition(
  engine: Engine,
  request: RunRequest,
  limits: Limits,
  onProgress: (message: ProgressMessage) => void,
): Promise<Attempt> {
  const worker = engine.worker();
  if ('reason' in worker)
    return { status: 'failed', reason: cleanReason(`${worker.reason}; ${worker.remedy}`) };
  const recorder = limits.meter ? startRecorder(limits.meter, limits.idleWatts ?? null) : null;
  const asked = await ask(worker, { ...request, ...engine.brief(request) }, limits, (message) => {
    recorder?.setMeasuring(message.type === 'progress' && message.phase === 'measure');
    if (message.type === 'progress') onProgress(message);
  });
  const power = recorder?.end() ?? null;
  if (asked.status !== 'answered') return asked;
  const { answer } = asked;
  if (answer.type === 'error') {
    const status =
      answer.status === 'failed' && isOutOfMemory(answer.reason) ? 'out-of-memory' : answer.status;
    return { status, reason: cleanReason(answer.reason) };
  }
  if (answer.type !== 'result') return wrong(`answered a run with "${answer.type}"`);
  if (answer.repetition.runIndex !== request.runIndex) {
    return wrong(`answered for repetition ${answer.repetition.runIndex} instead of ${request.runIndex}`);
  }
  const rss = asked.peakRssBytes;
  const ofProcess: PeakMemory | null = rss === null ? null : { bytes: rss, method: 'rss-peak' };
  return { status: 'ok', result: answer, peakMemory: answer.peakMemory ?? ofProcess, power };
}

/** Asks an engine whether it works here. A probe that breaks is an engine that does not, with the reason. */
export async function probeEngine(engine: Engine, limits: Limits): Promise<Probe> {
  const worker = engine.worker();
  if ('reason' in worker) {
    return { available: false, reason: toWhy(worker.reason), remedy: cleanName(worker.remedy, 500, '-') };
  }
  const asked = await ask(worker, { type: 'probe', protocol: PROTOCOL_VERSION }, limits, () => undefined);
  const remedy =
    worker.remedy ??
    'run `npm run bench -- doctor` again; if it stays, report it with the output of that command';
  if (asked.status === 'stopped') return { available: false, reason: 'the probe was stopped', remedy };
  if (asked.status !== 'answered') return { available: false, reason: toWhy(asked.reason), remedy };
  if (asked.answer.type === 'probed') return asked.answer.probe;
  const reason =
    asked.answer.type === 'error' ? asked.answer.reason : `answered a probe with "${asked.answer.type}"`;
  return { available: false, reason: toWhy(reason), remedy };
}

/** Fit for the protocol, and for a submission. */
const toWhy = (text: string): string => cleanName(cleanReason(text), 500, '-');

type Asked =
  | { status: 'answered'; answer: Exclude<Message, ProgressMessage>; peakRssBytes: number | null }
  | Exclude<Attempt, { status: 'ok' }>;

async function ask(
  { command, args, environment }: WorkerCommand,
  request: Request,
  limits: Limits,
  onMessage: (message: Message) => void,
): Promise<Asked> {
  let answer: Exclude<Message, ProgressMessage> | null = null;
  let rubbish: string | null = null;
  const killsBefore = kernelOomKills();
  const ended = await runJob({
    command,
    args,
    environment: { ...environment, NO_COLOR: '1', FORCE_COLOR: '0' },
    input: JSON.stringify(request),
    ...limits,
    onLine: (line) => {
      const message = parseMessage(line);
      if (typeof message === 'string') {
        rubbish = message;
        return 'kill';
      }
      onMessage(message);
      if (message.type === 'progress') return 'more';
      answer = message;
      return 'done';
    },
  });
  if (answer !== null) return { status: 'answered', answer, peakRssBytes: ended.peakRssBytes };
  if (ended.how === 'stopped') return { status: 'stopped' };
  if (rubbish !== null) return wrong(rubbish);
  const killsAfter = kernelOomKills();
  const kills = killsBefore === null || killsAfter === null ? null : killsAfter - killsBefore;
  return diagnose(ended, limits.deadlineMs, kills);
}

/** A message of the protocol, or what is wrong with the line. */
function parseMessage(line: string): Message | string {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return `printed a line that is not JSON: ${cleanName(line, 120, '(unprintable)')}`;
  }
  const parsed = messageSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `printed a message of the wrong shape: ${issue?.path.join('.') || 'type'}: ${issue?.message}`;
}

function wrong(what: string): Breakdown {
  return { status: 'failed', reason: cleanReason(`the worker ${what}`) };
}

/** Processes that the Linux kernel has killed for memory since it started; null where it does not tell. */
function kernelOomKills(): number | null {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    return null;
  }
}
