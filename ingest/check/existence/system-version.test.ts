import { expect, it } from 'vitest';
import type { Machine } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { machine, matmul, submission } from '../../testing/samples.ts';

type Os = Partial<Machine['os']>;

/** What is said of the system of a run of November 2026: refusals and flags. */
function saidOf(os: Os) {
  const run = submission([matmul(0.3)], { machine: { ...machine, os: { ...machine.os, ...os } } });
  const { reject, texts } = checkedFactsOf(run);
  const about = (all: readonly string[]) => all.filter((text) => /system|machine\.os/.test(text)).length;
  return { refused: about(reject), flagged: about(texts) };
}

const ubuntu = (version: string): Os => ({ name: 'Ubuntu', version });
const windows = (version: string): Os => ({ platform: 'win32', name: 'Microsoft Windows 11 Pro', version });

it.each([
  ubuntu('24.04.99 LTS'),
  ubuntu('25.04 LTS'),
  ubuntu('24.04.3.1'),
  ubuntu('24.04 49 170 1234567'),
  { name: 'Ubuntu 49 170 1234567', version: '24.04' },
  { name: 'Debian GNU/Linux', version: '12.1.2.3.4' },
  { name: 'Debian GNU/Linux', version: '12.03.1987' },
])('%o does not exist', (os) => {
  expect(saidOf(os).refused).toBeGreaterThan(0);
});

it.each([
  ubuntu('26.04.5 LTS'),
  ubuntu('24.04.8 LTS'),
  ubuntu('25.10.2'),
  { name: 'Debian GNU/Linux', version: '12.99' },
  windows('10.0.65000'),
])('%o is newer than what is known', (os) => {
  expect(saidOf(os)).toEqual({ refused: 0, flagged: 1 });
});

it.each([
  ...[
    '24.04.3 LTS',
    '24.04.5 LTS',
    '26.04.1 LTS',
    '22.04.5 LTS (Jammy Jellyfish)',
    '25.10',
    '16.04.7 LTS',
  ].map(ubuntu),
  ...['25.04 (Plucky Puffin)', '24.04', '17.10.1'].map(ubuntu),
  ...['12', '12.13', '12 (bookworm)', '13'].map((version) => ({ name: 'Debian GNU/Linux', version })),
  ...['10.0.26100', '10.0.28000'].map(windows),
])('%o exists', (os) => {
  expect(saidOf(os)).toEqual({ refused: 0, flagged: 0 });
});
