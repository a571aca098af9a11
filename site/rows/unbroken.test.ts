import { describe, expect, it } from 'vitest';
import { unbroken } from './unbroken.ts';

const whole = (text: string): string[] =>
  unbroken(text).flatMap((piece) => (piece.whole ? [piece.text] : []));

describe('pieces of a text that stay on one line', () => {
  it('keeps names of chips and values with their units together', () => {
    expect(
      whole(
        'the RTX 4070 SUPER is fastest at 7 s/epoch; the fastest CPU is the i7-13700KF at 126 s/epoch, 6.85x.',
      ),
    ).toEqual(['RTX 4070 SUPER', '7 s/epoch', 'i7-13700KF', '126 s/epoch']);
    expect(whole('123x the speed of the i7-8700 (863 s/epoch)')).toEqual(['i7-8700', '(863 s/epoch)']);
    expect(whole('the M1 Max (10-core CPU) and an H200 SXM')).toEqual([
      'M1 Max',
      '(10-core CPU)',
      'H200 SXM',
    ]);
  });

  it('keeps names of nets and days together', () => {
    expect(whole('Fashion-MNIST CNN and VGG16 on CIFAR-100, as of 2026-11-27')).toEqual([
      'Fashion-MNIST',
      'CIFAR-100',
      '2026-11-27',
    ]);
  });

  it('leaves words, long brackets and numbers without a unit alone', () => {
    expect(whole('beginner’s code in a loop (332 million multiply-accumulates a sample)')).toEqual([]);
    expect(whole('10 samples and 22 settings')).toEqual([]);
    expect(whole(`an i7-${'8'.repeat(40)}`)).toEqual([]);
  });

  it('changes no text', () => {
    for (const text of [
      '',
      'i7-8700',
      'a 5 ms b',
      '(x) 3 s',
      'VGG16: the i9-9980HK (MBP 16 2019) at 630 s/epoch.',
    ])
      expect(
        unbroken(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
  });
});
