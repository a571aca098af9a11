import { describe, expect, it } from 'vitest';
import { diagnose, lastUsefulLine } from './diagnose.ts';
import type { Ended } from './process.ts';

const ended: Ended = { how: 'exited', code: 1, signal: null, stderr: '', peakRssBytes: 3 * 1024 ** 3 };

describe('lastUsefulLine', () => {
  it.each([
    [
      'an uncaught error of Node',
      'worker.ts:3\n  throw x;\n  ^\n\nError: no adapter\n    at run (x.ts:1:2)\n\nNode.js v24.0.0\n',
      'Error: no adapter',
    ],
    [
      'a Python traceback',
      'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: bad shape\n',
      'ValueError: bad shape',
    ],
    ['an aborted assertion', 'GGML_ASSERT(n > 0) failed\nstack:\n', 'GGML_ASSERT(n > 0) failed'],
    ['chatter only', 'loading\nready\n', 'ready'],
    ['information of TensorFlow', 'I0000 00:00:1.5 1 port.cc:153] errors may differ\n', null],
    ['nothing', '\n', null],
  ])('finds it in %s', (_, stderr, line) => {
    expect(lastUsefulLine(stderr)).toBe(line);
  });
});

describe('diagnose', () => {
  it.each([
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
    ['RuntimeError: memory access out of bounds'],
    ['RangeError: Array buffer allocation failed'],
    ["terminate called after throwing an instance of 'std::bad_alloc'"],
    ['failed to allocate: VK_ERROR_OUT_OF_DEVICE_MEMORY'],
    ['torch.OutOfMemoryError: CUDA out of memory.'],
  ])('reads "%s" as out of memory', (stderr) => {
    expect(diagnose({ ...ended, code: 134, stderr }, 1000, 0).status).toBe('out-of-memory');
  });

  it('takes a SIGKILL for the lack of memory where the kernel says so or says nothing', () => {
    const killed: Ended = { ...ended, code: null, signal: 'SIGKILL' };
    expect(diagnose(killed, 1000, 1)).toMatchObject({
      status: 'out-of-memory',
      reason: expect.stringMatching(/3072 MiB/),
    });
    expect(diagnose(killed, 1000, null).status).toBe('out-of-memory');
    expect(diagnose(killed, 1000, 0)).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/from outside/),
    });
  });

  it('writes a crash of Windows as it is known', () => {
    expect(diagnose({ ...ended, code: 3_221_225_477 }, 1000, null).reason).toContain('0xC0000005');
  });

  it('tells no path of the machine and no control character', () => {
    const stderr =
      "Error: cannot open '/home/alice/trainmark/x.node' \u001b[31mor\u001b[0m C:\\Users\\alice\\y.dll\u202e\n";
    const { reason } = diagnose({ ...ended, stderr }, 1000, null);
    expect(reason).toContain("cannot open 'x.node' or y.dll");
    expect(reason).not.toMatch(/alice|[\p{C}]/u);
  });
});
