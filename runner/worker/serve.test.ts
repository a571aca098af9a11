import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { engine as tfjsWasm } from '../engines/tfjs-wasm/engine.ts';
import type { WorkerCommand } from '../protocol/engine.ts';
import { messageSchema, PROTOCOL_VERSION } from '../protocol/messages.ts';
import { errorMessage } from './serve.ts';
import { UnsupportedError } from './unsupported.ts';

/** Starts the worker, writes `input` and returns its exit code and output. Stdin stays open unless `closeStdin`. */
async function work(input: string, closeStdin = false) {
  const worker = tfjsWasm.worker() as WorkerCommand;
  const child = spawn(worker.command, worker.args, { stdio: 'pipe' });
  child.stdin.write(input);
  if (closeStdin) child.stdin.end();
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const [stdout, code] = await Promise.all([text(child.stdout), ended, text(child.stderr)]);
  const messages = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => messageSchema.parse(JSON.parse(line)));
  return { code, messages };
}

describe('the wasm worker as a process', () => {
  test('answers a probe with the number of threads, and exits by itself', async () => {
    const { code, messages } = await work(
      `${JSON.stringify({ type: 'probe', protocol: PROTOCOL_VERSION })}\n`,
    );
    expect(code).toBe(0);
    expect(messages).toMatchObject([
      { type: 'probed', probe: { available: true, devices: [{ kind: 'cpu' }], observed: { simd: true } } },
    ]);
  });

  test('exits if the supervisor is gone before sending a request', async () => {
    expect(await work('', true)).toEqual({ code: 1, messages: [] });
  });

  test('answers an unknown request with an error', async () => {
    const { code, messages } = await work('{"type":"dance"}\n');
    expect(code).toBe(1);
    expect(messages).toMatchObject([{ type: 'error', status: 'failed' }]);
  });
});

describe('errorMessage', () => {
  test.each<[string, unknown, string]>([
    ['what can never work', new UnsupportedError('float16', 'no'), 'unsupported'],
    ['an allocation that failed', new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    ['a GPU without memory', new Error('the GPU reports: Out of memory'), 'out-of-memory'],
    ['a WebAssembly heap at its end', new Error('Cannot enlarge memory'), 'out-of-memory'],
    [
      'TensorFlow',
      new Error('Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[4096]'),
      'out-of-memory',
    ],
    ['a bug', new TypeError('x is not a function'), 'failed'],
    ['a thrown string', 'what?', 'failed'],
  ])('%s', (_, thrown, status) => {
    expect(messageSchema.parse(errorMessage(thrown))).toMatchObject({ type: 'error', status });
  });

  test('removes line breaks and control characters', () => {
    const message = messageSchema.parse(errorMessage(new Error(`one\ntwo\u0007${'x'.repeat(2000)}`)));
    expect(message).toMatchObject({ reason: expect.stringMatching(/^one two x+…?$/) });
  });
});
