import { expect, test } from 'vitest';
import { atExit } from './at-exit.ts';

test('many processes share one listener, which is gone when the last has ended', () => {
  const before = process.listenerCount('exit');
  const ended: number[] = [];
  const forget = Array.from({ length: 20 }, (_, i) => atExit(() => ended.push(i)));
  expect(process.listenerCount('exit')).toBe(before + 1);
  const [listener] = process.listeners('exit').slice(-1);
  for (const one of forget.slice(2)) one();
  listener!(0);
  expect(ended).toEqual([0, 1]);
  for (const one of forget) one();
  expect(process.listenerCount('exit')).toBe(before);
});
