import { expect, test } from 'vitest';
import { beyond, limitOfReason } from './ladder.ts';

test.each([
  [`${beyond.memory} 12 GB of memory, 8 GB can be had`, 'memory'],
  [`${beyond.time} 3 min, more than the 20 s of a rung`, 'time'],
  [`it ${beyond.time} 3 min, more than the 30 s that the quick preset gives a repetition`, 'time'],
  ['the run was stopped before this cell was measured', 'none'],
])('"%s" speaks of the limit %s', (reason, limit) => {
  expect(limitOfReason(reason)).toBe(limit);
});
