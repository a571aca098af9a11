/** @file Runs one request in a new worker process and returns its result, even if the worker crashes or hangs. */
import type { PeakMemory, Power } from '../../data/contract/outcome.ts';
import type { Load } from '../../data/contract/repetition.ts';
import { contradictsDType } from '../../data/derive/precision.ts';
import { recordLoad } from '../load/recorder.ts';
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
import { cudaOrder } from '../system/cuda-order.ts';
import { readText } from '../system/files.ts';
import { workerEnvironment } from '../system/worker-environment.ts';
import { cleanName, cleanReason } from '../text/clean-text.ts';
import { isOutOfMemory } from '../text/symptoms.ts';
import { createCheckPace } from './check-pace.ts';
import { type Breakdown, diagnose } from './diagnose.ts';
import { type Job, runJob } from './process.ts';

export type ProgressMessage = Extract<Message, { type: 'progress' }>;

/** The result of one repetition. */
export type Attempt =
  | {
      status: 'ok';
      result: ResultMessage;
      peakMemory: PeakMemory | null;
      power: Power | null;
      /** Why a meter that worked before the run gave no power; omitted if it gave some. */
      whyNoPower?: string;
    }
  | { status: Breakdown['status'] | 'unsupported'; reason: string }
  /** The run was stopped before the repetition ended. */
  | { status: 'stopped' };

export interface Limits {
  deadlineMs: number;
  signal: AbortSignal;
  /** See `Job.graceMs`; tests shorten it. */
  graceMs?: number;
  /** Name of the CPU for a probe; null or omitted if the worker shall find it itself. */
  cpuName?: string | null;
  /** Power meter of the cell's device; read only while the worker measures. */
  meter?: Meter | null;
  /** Idle power of that meter before the run, in watts. */
  idleWatts?: number | null;
}

/** The power of a repetition that has ended, and why there is none. */
function powerOf(recorder: ReturnType<typeof startRecorder> | null) {
  const power = recorder?.end() ?? null;
  const whyNoPower = recorder?.whyNone() ?? null;
  return { power, ...(whyNoPower === null ? {} : { whyNoPower }) };
}

/** The attempt that a worker ended without a result. */
function failureOf(answer: Exclude<Message, ResultMessage>): Extract<Attempt, { reason: string }> {
  if (answer.type !== 'error') return wrong(`answered a run with "${answer.type}"`);
  const { status, reason } = answer;
  const isMemory = status === 'failed' && isOutOfMemory(reason);
  return { status: isMemory ? 'out-of-memory' : status, reason: cleanReason(reason) };
}

/** What in a result contradicts its request; null if nothing does. */
function contradicts({ repetition, observed }: ResultMessage, { runIndex, cell }: RunRequest): string | null {
  return repetition.runIndex === runIndex
    ? contradictsDType(cell.dtype, observed)
    : `the worker answered for repetition ${repetition.runIndex} instead of ${runIndex}`;
}

/** The time after which no sample started, if there was one. */
const limitOf = ({ budgetMs }: RunRequest) => (budgetMs === undefined ? {} : { limitMs: budgetMs });

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
  let startUpNs: number | null = null;
  const loadRecorder = await recordLoad(limits.meter);
  const powerRecorder = limits.meter ? startRecorder(limits.meter, limits.idleWatts ?? null) : null;
  let load: Promise<Load | null> | null = null;
  const whyLate = createCheckPace(request.cell, limits.deadlineMs);
  const onMessage = (message: Message): string | null => {
    const measuring = message.type === 'progress' && message.phase === 'measure';
    powerRecorder?.setMeasuring(measuring);
    loadRecorder.setMeasuring(measuring);
    if (message.type !== 'progress') {
      load ??= loadRecorder.end();
      return null;
    }
    startUpNs ??= message.phase === 'load' ? Math.round((performance.now() - startedMs) * 1e6) : null;
    onProgress(message);
    return whyLate(message, performance.now() - startedMs);
  };
  const job = { ...limits, onStart: loadRecorder.started };
  const startedMs = performance.now();
  const reply = await ask(worker, { ...request, ...engine.brief(request) }, job, onMessage);
  const power = powerOf(powerRecorder);
  if (reply.status !== 'answered') return reply;
  const { answer } = reply;
  if (answer.type !== 'result') return failureOf(answer);
  const contradiction = contradicts(answer, request);
  if (contradiction !== null) return { status: 'failed', reason: cleanReason(contradiction) };
  const rss = reply.peakRssBytes;
  const ofProcess: PeakMemory | null = rss === null ? null : { bytes: rss, method: 'rss-peak' };
  const repetition = { ...answer.repetition, startUpNs, load: await load, ...limitOf(request) };
  return {
    status: 'ok',
    result: { ...answer, repetition },
    peakMemory: answer.peakMemory ?? ofProcess,
    ...power,
  };
}

/** Asks an engine whether it works on this machine. An engine whose probe fails is unavailable, with the reason. */
export async function probeEngine(engine: Engine, limits: Limits): Promise<Probe> {
  const found = engine.worker();
  const worker = 'reason' in found ? found : ((await engine.tryGiven?.(limits.signal)) ?? found);
  if ('reason' in worker) {
    return { available: false, reason: toReason(worker.reason), remedy: cleanName(worker.remedy, 500, '-') };
  }
  const reply = await ask(worker, { type: 'probe', protocol: PROTOCOL_VERSION }, limits, () => null);
  const remedy =
    worker.remedy ??
    'run `npm run bench -- doctor` again; if the problem persists, report it with the output of that command';
  if (reply.status === 'stopped') return { available: false, reason: 'the probe was stopped', remedy };
  if (reply.status !== 'answered') return { available: false, reason: toReason(reply.reason), remedy };
  if (reply.answer.type === 'probed') return reply.answer.probe;
  const reason =
    reply.answer.type === 'error' ? reply.answer.reason : `answered a probe with "${reply.answer.type}"`;
  return { available: false, reason: toReason(reason), remedy };
}

/** Cleans a reason for the protocol and for submissions. */
const toReason = (text: string): string => cleanName(cleanReason(text), 500, '-');

type Reply =
  | { status: 'answered'; answer: Exclude<Message, ProgressMessage>; peakRssBytes: number | null }
  | Exclude<Attempt, { status: 'ok' }>;

async function ask(
  { command, args, environment }: WorkerCommand,
  request: Request,
  limits: Limits & Pick<Job, 'onStart'>,
  /** Returns why there will be no result in time, or null. */
  onMessage: (message: Message) => string | null,
): Promise<Reply> {
  let answer: Exclude<Message, ProgressMessage> | null = null;
  let late: string | null = null;
  let problem: string | null = null;
  const killsBefore = kernelOomKills();
  const ended = await runJob({
    command,
    args,
    environment: {
      ...workerEnvironment(limits.cpuName ?? null),
      ...cudaOrder(process.env),
      ...environment,
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    },
    input: JSON.stringify(request),
    ...limits,
    onLine: (line) => {
      const message = parseMessage(line);
      if (typeof message === 'string') {
        problem = message;
        return 'kill';
      }
      late = onMessage(message);
      if (late !== null) return 'kill';
      if (message.type === 'progress') return 'more';
      answer = message;
      return 'done';
    },
  });
  if (answer !== null) return { status: 'answered', answer, peakRssBytes: ended.peakRssBytes };
  if (ended.how === 'stopped') return { status: 'stopped' };
  if (problem !== null) return wrong(problem);
  if (late !== null) return { status: 'timeout', reason: cleanReason(late) };
  const killsAfter = kernelOomKills();
  const kills = killsBefore === null || killsAfter === null ? null : killsAfter - killsBefore;
  return diagnose(ended, limits.deadlineMs, kills);
}

/** Parses a line. Returns a message of the protocol, or a description of what is wrong with the line. */
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
  return `printed an invalid message: ${issue?.path.join('.') || 'type'}: ${issue?.message}`;
}

function wrong(what: string): Breakdown {
  return { status: 'failed', reason: cleanReason(`the worker ${what}`) };
}

/** Processes that the Linux kernel has killed for lack of memory since boot; null if unknown. */
function kernelOomKills(): number | null {
  const count = /^oom_kill (\d+)$/m.exec(readText('/proc/vmstat') ?? '')?.[1];
  return count === undefined ? null : Number(count);
}
