import { describe, expect, test } from 'vitest';
import { modelName } from './name.ts';

const nameOf = (declared: string | null, path = '/any/where/Own-Name.Q4_0.gguf') =>
  modelName({ declared, path, fallback: 'llama 1B' });

describe('the name of a language model', () => {
  test.each([
    ['Qwen2.5 0.5B Instruct', 'Qwen2.5 0.5B Instruct'],
    ['Llama 3.1 4/8 bit', 'Llama 3.1 4/8 bit'],
    ['Gemma w/ vision and / or audio', 'Gemma w/ vision and / or audio'],
    ['通义千问', '通义千问'],
    ['meta-llama/Llama-3.2-1B', 'Llama-3.2-1B'],
    ['https://example.org/someone/Tiny-Llama', 'Tiny-Llama'],
    ['Tiny by someone@example.org', 'Tiny by'],
  ])('%j is kept, or is the last part of an address', (declared, name) =>
    expect(nameOf(declared)).toBe(name),
  );

  test.each([
    ['/home/jane.doe/models/tiny-llama', 'tiny-llama'],
    ['/workspace/process/tiny_llama/source', 'tiny_llama'],
    ['/Users/jane/Library/tiny.gguf', 'tiny'],
    ['C:\\Users\\Jane Doe\\models\\tiny-llama\\', 'tiny-llama'],
    ['D:\\llm\\Phi-3\\merged\\f16', 'Phi-3'],
    ['\\\\server\\share\\Phi-3', 'Phi-3'],
    ['..\\models\\Phi-3', 'Phi-3'],
    ['models/tiny-llama/checkpoint-1200', 'tiny-llama'],
    ['~/models/Mistral 7B', 'Mistral 7B'],
    [
      '/root/.cache/huggingface/hub/models--org--Tiny-1B/snapshots/0123456789abcdef0123456789abcdef01234567',
      'Tiny-1B',
    ],
    ['file:///home/jane/tiny', 'tiny'],
    ['%2Fhome%2Fjane%2Ftiny', 'tiny'],
    ['/kaggle/working/tiny-llama/', 'tiny-llama'],
    ['/tmp/tmpab12cd34/SmolLM', 'SmolLM'],
    ['/scratch/jdoe/Tiny-1B', 'Tiny-1B'],
    ['/mnt/llama-3', 'llama-3'],
    ['/srv/models/ours', 'ours'],
    ['hf.co/someone/Tiny-1B-GGUF:Q4_K_M', 'Tiny-1B-GGUF'],
    ['https://example.org/someone/Tiny-1B.gguf?download=true', 'Tiny-1B'],
  ])('the last telling part of the path %j', (declared, name) => expect(nameOf(declared)).toBe(name));

  test.each([
    ...[
      '.',
      '..',
      '/',
      './',
      '\\',
      '',
      '   ',
      'tmp',
      '/tmp',
      'C:\\',
      'C:\\tmp',
      'model',
      './model',
      'output',
      'source',
    ],
    ...[
      '/home/jane',
      '/home/jane/',
      'home/jane/models',
      '/run/media/jane/models',
      '/home/jane/model',
      '/home/jane.doe/models/final',
      'C:\\Users\\jane\\models',
    ],
    ...[
      '~',
      '~jane/models',
      '/mnt/c/Users/jane/output',
      '/var/home/jane/src',
      'file:///Users/jane/hf',
      'None',
      '-',
      '123',
    ],
    ...[
      '0123456789abcdef0123456789abcdef01234567',
      'ggml-model-f16',
      'checkpoint-500',
      '/workspace',
      'models/',
    ],
    // Folders of users and disks outside of homes.
    ...['/data/jane/', '/scratch/jdoe', '/home2/jane/models', '/Volumes/Jane Doe SSD', 'D:\\jane\\models'],
    ...[
      '\\\\nas\\share\\jane',
      '/private/var/folders/zz/abc/T/tmpabc123',
      '/nfs/jane.doe/output/',
      's3://bucket/jane',
    ],
  ])('that of the file if the model is called %j', (declared) =>
    expect(nameOf(declared)).toBe('Own-Name.Q4_0'),
  );

  test('that of the file if the model has none', () => {
    expect(nameOf(null)).toBe('Own-Name.Q4_0');
    expect(nameOf(null, 'C:\\models\\Tiny.gguf')).toBe('Tiny');
    expect(nameOf('.', '/x/Big-00001-of-00002.gguf')).toBe('Big');
    expect(nameOf('.', '/x/Big.gguf.00001-of-00002')).toBe('Big');
    expect(nameOf('.', '/x/Big.Q8_0.gguf.part2of3')).toBe('Big.Q8_0');
    expect(nameOf('.', '/x/Big.gguf-split-a')).toBe('Big');
    expect(nameOf(null, 'C:\\Users\\Jane Doe\\Big model.gguf')).toBe('Big model');
  });

  test.each([
    ...['/x/model.gguf', '/x/ggml-model-Q4_K_M.gguf', `/x/sha256-${'0f'.repeat(32)}`, '.gguf'],
    ...['/x/Q4_K_M.gguf', '/x/iq2_xxs.gguf', '/x/q4_0-00001-of-00003.gguf', '/x/bf16.gguf'],
  ])('architecture and size if the file is called %j', (path) => expect(nameOf('.', path)).toBe('llama 1B'));
});
