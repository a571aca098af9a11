/**
 * @file Generated files, honest, dishonest and malformed, through the whole of ingest: which lies reach a rank without a
 * flag, how many honest files raise an alarm, and whether anything throws. All 100,000 files take about 20 ms of a core each,
 * on all cores; `--files 2000` takes fewer, `--seed 2` others, and `--lies 'times halved; a sine'` tells only these, so that
 * each has enough files. The same seed and number give the same table on any number of cores.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  addCampaign,
  type BatchSize,
  type Campaign,
  newCampaign,
} from '../../ingest/testing/fuzz/campaign.ts';
import { lies, liesNamed } from '../../ingest/testing/fuzz/lies/index.ts';
import { toTable } from '../../ingest/testing/fuzz/table.ts';
import type { Assignment, Order } from '../../ingest/testing/fuzz/worker.ts';

const FILES = 100_000;

/** Large batches, because the committed files are compared with each of them. */
const BATCH = 500;

/** Two of five files are honest, one of ten is malformed. */
const sizeOf = (files: number): BatchSize => ({
  honest: Math.ceil(0.4 * files),
  dishonest: Math.ceil(0.5 * files),
  malformed: Math.ceil(0.1 * files),
});

function numberFrom(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1 on`);
  return value;
}

/** The names of the chosen lies, which semicolons separate because some have commas; of all without a choice. */
function namesFrom(choice: string | undefined): string[] {
  if (choice === undefined) return lies.map(({ name }) => name);
  return liesNamed(choice.split(';').map((name) => name.trim())).map(({ name }) => name);
}

/** The batches of a campaign, the last of them smaller. */
const ordersOf = (files: number): Order[] =>
  Array.from({ length: Math.ceil(files / BATCH) }, (_, number) => ({
    number,
    size: sizeOf(Math.min(BATCH, files - number * BATCH)),
  }));

/** Has one thread work until no order is left. */
async function work(
  assignment: Assignment,
  orders: Iterator<Order>,
  done: (number: number, part: Campaign) => void,
): Promise<void> {
  const worker = new Worker(new URL('../../ingest/testing/fuzz/worker.ts', import.meta.url), {
    workerData: assignment,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      let current = 0;
      const next = () => {
        const order = orders.next();
        if (order.done) return resolve();
        current = order.value.number;
        worker.postMessage(order.value);
      };
      worker.on('message', (part: Campaign) => {
        done(current, part);
        next();
      });
      worker.on('error', reject);
      next();
    });
  } finally {
    await worker.terminate();
  }
}

export async function run(): Promise<string> {
  const files = numberFrom('FILES', FILES);
  const seed = numberFrom('SEED', 1);
  const names = namesFrom(process.env.LIES);
  const threads = Math.min(availableParallelism(), Math.ceil(files / BATCH));
  const begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1000;
  const orders = ordersOf(files).values();
  const parts: Campaign[] = [];
  let judged = 0;
  const done = (number: number, part: Campaign) => {
    parts[number] = part;
    judged += part.files;
    const left = (seconds() / judged) * Math.max(0, files - judged);
    console.log(
      `fuzz: ${judged} of ${files} files, ${seconds().toFixed(0)} s, about ${left.toFixed(0)} s left`,
    );
  };
  await Promise.all(Array.from({ length: threads }, () => work({ seed, lies: names }, orders, done)));
  const campaign = newCampaign(liesNamed(names));
  for (const part of parts) addCampaign(campaign, part);
  const cost = `${seconds().toFixed(0)} s on ${threads} threads, ${((1000 * threads * seconds()) / campaign.files).toFixed(0)} ms of a thread a file`;
  return `fuzz: ${campaign.files} files with seed ${seed} in ${cost}\n${toTable(campaign)}`;
}
