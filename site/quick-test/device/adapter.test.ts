import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, answerText, askForGpu, factsOf } from './adapter.ts';

const facts = {
  vendor: 'nvidia',
  architecture: 'turing',
  device: '',
  description: '',
  fallback: false,
  half: true,
};

const adapter = {
  info: { vendor: 'nvidia', architecture: 'turing', device: '', description: '', isFallbackAdapter: false },
  features: new Set(['shader-f16']),
};

/** A browser whose WebGPU answers like this; null for one without WebGPU. */
function pretend(requestAdapter: (() => Promise<unknown>) | null, secure = true) {
  vi.stubGlobal('isSecureContext', secure);
  vi.stubGlobal('navigator', requestAdapter === null ? {} : { gpu: { requestAdapter } });
}

describe('askForGpu', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('gives the facts of the adapter', async () => {
    pretend(async () => adapter);
    expect(await askForGpu()).toEqual({ gpu: facts });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, Answer, (() => Promise<unknown>) | null, boolean?]>([
    ['is not secure', { noGpu: 'insecure' }, null, false],
    ['has no WebGPU', { noGpu: 'unsupported' }, null],
    ['has no adapter', { noGpu: 'none' }, async () => null],
    ['rejects', { noGpu: 'refused' }, () => Promise.reject(new Error('blocked'))],
    [
      'throws',
      { noGpu: 'refused' },
      () => {
        throw new Error('blocked');
      },
    ],
  ])('says why there is none where the browser %s', async (_, answer, requestAdapter, secure = true) => {
    pretend(requestAdapter, secure);
    expect(await askForGpu()).toEqual(answer);
  });

  it('does not wait for a browser that never answers', async () => {
    pretend(() => new Promise(() => {}));
    const asked = askForGpu();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await asked).toEqual({ noGpu: 'silent' });
  });
});

describe('factsOf', () => {
  it('takes what a browser does not tell as hidden', () => {
    expect(factsOf({ features: new Set() })).toEqual({ ...facts, vendor: '', architecture: '', half: false });
  });
});

describe('answerText', () => {
  it('says that the test of the CPU works where there is no GPU, and with how many threads', () => {
    for (const noGpu of ['insecure', 'unsupported', 'none', 'silent', 'refused'] as const) {
      expect(answerText({ noGpu }, true)).toMatch(
        /^The GPU cannot be measured: .*The test of the CPU works\.$/,
      );
    }
    expect(answerText({ noGpu: 'none' }, false)).toMatch(/works, with one thread\.$/);
  });

  it('names the GPU as far as the browser does, and says that the CPU emulates it', () => {
    expect(answerText({ gpu: facts }, true)).toBe('This browser offers a GPU: nvidia turing.');
    expect(answerText({ gpu: { ...facts, description: 'NVIDIA L4' } }, true)).toContain('NVIDIA L4.');
    expect(answerText({ gpu: { ...facts, vendor: '', architecture: '' } }, true)).toContain('hides its name');
    const emulated = { ...facts, vendor: 'google', architecture: 'swiftshader' };
    expect(answerText({ gpu: emulated }, true)).toContain('software adapter');
  });
});
