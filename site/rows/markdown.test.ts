/** @file Names of strangers stay text in Markdown, and empty columns are left out. */
import { expect, it } from 'vitest';
import { markdownTable, markdownText } from './markdown.ts';

it('shows markup and line breaks as text', () => {
  expect(markdownText('<b>|x|\n~~[a](b)~~ #1 *2*')).toBe(String.raw`\<b\>\|x\| \~\~\[a\](b)\~\~ \#1 \*2\*`);
  expect(markdownText('`x`')).toBe('\\`x\\`');
});

it('leaves out a column that is empty in every row', () => {
  const columns = [{ head: 'Device' }, { head: 'Ratio', number: true }, { head: 'Value', number: true }];
  expect(
    markdownTable(columns, [
      ['a', '', '1'],
      ['b', '', '2'],
    ]),
  ).toEqual(['| Device | Value |', '| --- | --: |', '| a | 1 |', '| b | 2 |']);
});
