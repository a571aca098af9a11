import { expect, it } from 'vitest';
import { createCheckPace } from './check-pace.ts';

it('a check of training takes more steps than it reports', () => {
  const late = createCheckPace({ mode: 'train' }, 90_000);
  expect(late({ phase: 'load', fraction: 0 }, 1000)).toBeNull();
  expect(late({ phase: 'check', fraction: 0 }, 21_000)).toBeNull();
  // One of eight steps, of 12 s.
  expect(late({ phase: 'check', fraction: 1 / 3 }, 33_000)).toBeNull();
  // Load has risen: six more steps of 40 s.
  expect(late({ phase: 'check', fraction: 2 / 3 }, 73_000)).toMatch(
    /^its check alone would take about 4 min 52 s, and the worker has 1 min 30 s; a smaller --batch/,
  );
});

it('a first step that compiles says nothing of the others', () => {
  const late = createCheckPace({ mode: 'train' }, 90_000);
  expect(late({ phase: 'check', fraction: 0 }, 5000)).toBeNull();
  expect(late({ phase: 'check', fraction: 1 / 3 }, 65_000)).toBeNull();
  expect(late({ phase: 'check', fraction: 2 / 3 }, 66_000)).toBeNull();
  expect(late({ phase: 'check', fraction: 1 }, 67_000)).toBeNull();
});

it('another check reports all of it', () => {
  const late = createCheckPace({ mode: 'infer' }, 90_000);
  expect(late({ phase: 'check', fraction: 0 }, 1000)).toBeNull();
  expect(late({ phase: 'check', fraction: 0.5 }, 41_000)).toBeNull();
});

it('after the loop, a value is near', () => {
  const late = createCheckPace({ mode: 'train' }, 90_000);
  for (const phase of ['check', 'measure'] as const) expect(late({ phase, fraction: 0 }, 1000)).toBeNull();
  expect(late({ phase: 'check', fraction: 0.1 }, 80_000)).toBeNull();
});
