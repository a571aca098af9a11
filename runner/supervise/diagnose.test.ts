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
    [
      'an exception raised while handling another',
      `Traceback (most recent call last):
  File "a.py", line 1, in f
    raise KeyError("error of the first")
KeyError: 'error of the first'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 3, in <module>
    raise RuntimeError("fails to load")
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
torch.AcceleratorError: CUDA error: no kernel image is available
CUDA kernel errors might be asynchronously reported at some other API call
Compile with \`TORCH_USE_CUDA_DSA\` to enable device-side assertion checks or fail.
`,
      'torch.AcceleratorError: CUDA error: no kernel image is available',
    ],
    [
      'a crash of native code, followed by Python stacks',
      `terminate called after throwing an instance of 'std::runtime_error'
  what():  [metal] no device was found
Fatal Python error: Aborted

Current thread 0x00007f1 (most recent call first):
  File "error.py", line 12 in matmul

Extension modules: numpy.errors._C, torch._C (total: 2)
`,
      '  what():  [metal] no device was found',
    ],
    [
      'an assertion after a printed traceback',
      'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: ignored\nGGML_ASSERT(n > 0) failed\n',
      'GGML_ASSERT(n > 0) failed',
    ],
    [
      'TensorFlow warnings after the error',
      'ImportError: libcuda.so.1\n2026-11-22 18:00:00.123: W tsl/x.cc:1] could not open\nW0000 00:00:1.5 1 x.cc:1] fails\n',
      'ImportError: libcuda.so.1',
    ],
    [
      'a Python that does not start',
      'Fatal Python error: init_import_site: no site\n\n',
      'Fatal Python error: init_import_site: no site',
    ],
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
    [
      "RuntimeError: [enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory: you tried",
    ],
    ['RuntimeError: DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes.'],
    ['RuntimeError: MPS backend out of memory (MPS allocated: 8 GB, max allowed: 9 GB).'],
    ['RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)'],
    ['ResourceExhaustedError: {{function_node __wrapped__MatMul}} failed'],
    ['OOM when allocating tensor with shape[8,8]'],
    ['RuntimeError: [malloc_or_wait] Unable to allocate 8 bytes.'],
    [
      '[metal::malloc] Attempting to allocate 9 bytes which is greater than the maximum allowed buffer size of 8 bytes.',
    ],
    [
      '[METAL] Command buffer execution failed: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)',
    ],
    ['numpy._core._exceptions._ArrayMemoryError: Unable to allocate 8 GiB for an array'],
    ['MemoryError'],
    ['ggml_gallocr_reserve_n_impl: failed to allocate CUDA0 buffer of size 8'],
    ['ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 8'],
  ])('reads "%s" as out of memory', (stderr) => {
    expect(diagnose({ ...ended, code: 134, stderr }, 1000, 0).status).toBe('out-of-memory');
  });

  it('treats a SIGKILL as out of memory, unless the kernel reports no such kill', () => {
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

  it.each([
    { signal: 'SIGILL', code: null },
    { signal: null, code: 0xc000001d },
  ] as const)('explains an illegal instruction by a processor that is too old', (death) => {
    expect(diagnose({ ...ended, ...death }, 1000, 0)).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/instructions that this processor does not have/),
    });
  });

  it('writes the exit code of a Windows crash in hexadecimal', () => {
    expect(diagnose({ ...ended, code: 3_221_225_477 }, 1000, null).reason).toContain('0xC0000005');
  });

  it('removes paths and control characters', () => {
    const stderr =
      "Error: cannot open '/home/alice/trainmark/x.node' \u001b[31mor\u001b[0m C:\\Users\\alice\\y.dll\u202e\n";
    const { reason } = diagnose({ ...ended, stderr }, 1000, null);
    expect(reason).toContain("cannot open 'x.node' or y.dll");
    expect(reason).not.toMatch(/alice|[\p{C}]/u);
  });
});
