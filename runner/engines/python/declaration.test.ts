/** @file The declaration that a worker receives for a cell, and the cells that are rejected before a worker starts. */

import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import { findReference } from '../../models/references.ts';
import { declare } from './declaration.ts';

const cell = (chosen: Partial<Cell>): Cell => sampleCell({ engine: 'pytorch', batchSize: 2, ...chosen });

test.each(['float32', 'tf32', 'bfloat16', 'float16'] as const)('a net uses the tolerances of %s', (dtype) => {
  expect(declare({ cell: cell({ dtype }), seed: 7 })).toMatchObject({
    reference: findReference('mnist-cnn', dtype),
  });
});

describe('a quantized dtype is rejected for every workload but a language model', () => {
  test.each([
    ['mnist-cnn', {}],
    ['mnist-cnn', { mode: 'infer' }],
    ['matmul', { mode: 'op', batchSize: null, size: 8 }],
    ['attention', { mode: 'op', sequenceLength: 8 }],
  ] as const)('%s', (workload, chosen) => {
    const asked = cell({ workload, dtype: 'quantized', ...chosen });
    expect(() => declare({ cell: asked, seed: 7 })).toThrow(
      `cell.dtype: ${workload} has no quantized form; use float32, float16 or bfloat16`,
    );
  });
});
