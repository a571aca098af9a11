/** @file Attention and its gradient compute their cases. */
import { expect, test } from 'vitest';
import {
  attentionCases,
  attentionGradientCases,
  attentionGradientOf,
  attentionOf,
} from '../../../compiled/testing/cases/attention.ts';
import { findWrong, settings } from '../../testing/run-case.ts';

/** Lengths with several blocks of keys and queries: with several units for each head, and with one. */
const longSizes = [
  [1, 530, 2, 8],
  [32, 270, 1, 4],
] as const;

test.each(settings)('attention computes its cases with %j', async (setting) => {
  const cases = [...attentionCases, ...longSizes.flatMap(attentionOf)];
  expect(await findWrong(cases, setting)).toEqual([]);
});

test.each(settings)('its gradient computes its cases with %j', async (setting) => {
  const cases = [...attentionGradientCases, ...longSizes.flatMap(attentionGradientOf)];
  expect(await findWrong(cases, setting)).toEqual([]);
});
