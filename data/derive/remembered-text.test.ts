import { expect, it } from 'vitest';
import { rememberedText } from './remembered-text.ts';

it('computes each text once, also one that gives nothing', () => {
  const asked: string[] = [];
  const lengthOf = rememberedText((text) => {
    asked.push(text);
    return text === '' ? undefined : text.length;
  });
  expect([lengthOf('ab'), lengthOf(''), lengthOf('ab'), lengthOf('')]).toEqual([2, undefined, 2, undefined]);
  expect(asked).toEqual(['ab', '']);
});

it('computes a text again when too many others came in between', () => {
  let computed = 0;
  const lengthOf = rememberedText((text) => {
    computed += 1;
    return text.length;
  });
  for (let number = 0; number < 10_000; number++) lengthOf(`${number}`);
  expect(lengthOf('9999')).toBe(4);
  expect(computed).toBe(10_000);
  expect([lengthOf('another'), lengthOf('9999')]).toEqual([7, 4]);
  expect(computed).toBe(10_002);
});
