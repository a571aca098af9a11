/** @file Measures one cell of the quick test in a Web Worker, the browser's counterpart of a worker process. */
import type { Backend } from '../../../runner/engines/compiled/backend.ts';
import { runWorkload } from '../../../runner/engines/compiled/tasks/run.ts';
import mnistCnnReference from '../../../runner/models/references/mnist-cnn.json' with { type: 'json' };
import vgg16Cifar100Reference from '../../../runner/models/references/vgg16-cifar100.json' with {
  type: 'json',
};
import { type Computed, type FindReference, referenceOf } from '../../../runner/models/references.ts';
import type { Message, RunRequest } from '../../../runner/protocol/messages.ts';
import { isDeviceLost, isOutOfMemory } from '../../../runner/text/symptoms.ts';
import type { CheckedTask } from '../../../runner/worker/task.ts';
import { UnsupportedError } from '../../../runner/worker/unsupported.ts';
import { workload as attention } from '../../../runner/workloads/attention.ts';
import { workload as matmul } from '../../../runner/workloads/matmul.ts';
import { workload as mnistCnn } from '../../../runner/workloads/mnist-cnn.ts';
import { workload as vgg16Cifar100 } from '../../../runner/workloads/vgg16-cifar100.ts';
import type { WorkerMessage } from './run-worker.ts';

/** The workloads of all parts. The list of every workload would bring all nets into this file. */
const workloads = [matmul, attention, mnistCnn, vgg16Cifar100];

/** The references of their trainings. */
const references = new Map<string, Computed>([
  [mnistCnn.id, mnistCnnReference],
  [vgg16Cifar100.id, vgg16Cifar100Reference],
]);

const findReference: FindReference = (id, dtype = 'float32') => {
  const found = references.get(id);
  return found ? referenceOf(found, dtype) : null;
};

const post = (message: WorkerMessage) => self.postMessage(message);

/** Loads and starts the engine of a cell; the other one is not loaded. */
async function startEngine({ engine }: RunRequest['cell']): Promise<Backend> {
  const { startInBrowser } =
    engine === 'wasm'
      ? await import('../../../runner/engines/wasm/browser.ts')
      : await import('../../../runner/engines/webgpu/browser.ts');
  return startInBrowser();
}

async function run(request: RunRequest): Promise<void> {
  const workload = workloads.find(({ id }) => id === request.cell.workload);
  if (workload === undefined)
    throw new Error(`cell.workload: the quick test does not measure ${request.cell.workload}`);
  let task: CheckedTask | null = null;
  const emit = async (message: Message) => post(await withStep(message, task));
  await runWorkload({ workload, findReference }, request, await startEngine(request.cell), emit, {
    watch: (built) => {
      task = built;
    },
  });
}

/** Adds the last step to the progress of a timed training. The loop awaits this between two samples, so no sample has it. */
async function withStep(message: Message, task: CheckedTask | null): Promise<WorkerMessage> {
  if (message.type !== 'progress' || (message.phase !== 'warm-up' && message.phase !== 'measure'))
    return message;
  const trained = await task?.lastStep?.();
  return trained === undefined ? message : { ...message, trained };
}

function statusOf(error: unknown, reason: string) {
  if (error instanceof UnsupportedError) return 'unsupported';
  return isOutOfMemory(reason) ? 'out-of-memory' : 'failed';
}

function fail(error: unknown): void {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  const status = statusOf(error, reason);
  post({
    type: 'error',
    status,
    reason: reason.replace(/\s+/g, ' ').slice(0, 1000),
    deviceLost: status === 'failed' && isDeviceLost(reason),
  });
}

self.addEventListener('message', ({ data }: MessageEvent<RunRequest>) => {
  run(data).catch(fail);
});
