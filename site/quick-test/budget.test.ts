import { describe, expect, it } from 'vitest';
import { DEFAULT_BUDGET_S, parseBudget } from './budget.ts';

describe('parseBudget', () => {
  it.each([
    ['', DEFAULT_BUDGET_S],
    ['?budget=2', 2],
    ['?budget=2.5&x=1', 2.5],
    ['?budget=', null],
    ['?budget=0', null],
    ['?budget=121', null],
    ['?budget=soon', null],
    ['?budget=Infinity', null],
  ])('reads %j as %j', (search, seconds) => {
    expect(parseBudget(search)).toBe(seconds);
  });
});
