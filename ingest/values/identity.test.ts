import { expect, it } from 'vitest';
import { withLfEnds } from './identity.ts';

const converted = (text: string): string =>
  new TextDecoder().decode(withLfEnds(new TextEncoder().encode(text)));

it.each([
  ['{\r\n}\r\n', '{\n}\n'],
  ['{\n}\n', '{\n}\n'],
  // Only a pair ends a line.
  ['a\rb', 'a\rb'],
  ['a\r\r\nb', 'a\r\nb'],
  ['end\r', 'end\r'],
])('%j has the line ends of %j', (text, wanted) => {
  expect(converted(text)).toBe(wanted);
});

it('leaves bytes without a carriage return where they are', () => {
  const bytes = Uint8Array.of(1, 10, 2);
  expect(withLfEnds(bytes)).toBe(bytes);
});
