import { expect, test } from 'vitest';
import { enlarge, openFeed } from './feed.ts';
import { countRight } from './trainer.ts';

test('repeats every pixel exactly', () => {
  const images = Float32Array.from({ length: 2 * 3 * 4 * 3 }, (_, i) => i);
  const large = new Float32Array(2 * 21 * 28 * 3);
  enlarge(images, [3, 4, 3], 7, large);
  const expected = Float32Array.from(large, (_, at) => {
    const [image, y, x] = [
      Math.floor(at / (21 * 28 * 3)),
      Math.floor(at / (28 * 3)) % 21,
      Math.floor(at / 3) % 28,
    ];
    return ((image * 3 + Math.floor(y / 7)) * 4 + Math.floor(x / 7)) * 3 + (at % 3);
  });
  expect(large).toEqual(expected);
});

test.each([
  ['naive', 1],
  ['naive', 2],
  ['optimized', 1],
  ['optimized', 2],
] as const)(
  'a %s batch has the samples that were asked for, in order, enlarged %i times',
  (recipe, factor) => {
    const images = Uint8Array.from({ length: 5 * 2 * 2 * 3 }, (_, i) => (i * 7) % 256);
    const labels = Uint8Array.of(9, 8, 7, 6, 5);
    const feed = openFeed(recipe, { images, labels }, [2, 2, 3], [2 * factor, 2 * factor, 3]);
    expect(feed.samples).toBe(5);
    for (const places of [[1, 3, 0], [4, 0, 2], [2]]) {
      const batch = feed.batch(Int32Array.from(places));
      expect([...batch.labels]).toEqual(places.map((place) => labels[place]));
      const small = places.flatMap((place) => [...images.subarray(place * 12, place * 12 + 12)]);
      const expected = new Float32Array(small.length * factor ** 2);
      enlarge(
        Float32Array.from(small, (byte) => byte / 255),
        [2, 2, 3],
        factor,
        expected,
      );
      expect(batch.inputs).toEqual(expected);
    }
  },
);

test('counts rows whose first largest logit is that of the label', () => {
  const logits = Float32Array.of(1, 3, 2, 5, 5, 0, Number.NaN, 1, 0, -3, -2, -1);
  expect(countRight(logits, Int32Array.of(1, 0, 1, 2))).toBe(3);
  expect(countRight(logits, Int32Array.of(0, 1, 0, 0))).toBe(0);
});
