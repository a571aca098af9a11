import { expect, it } from 'vitest';
import { QUANTITIES } from '../rows/quantity.ts';
import { captionOf } from './caption.ts';

it('says that the table has the order of the chart only where it has', () => {
  const same = QUANTITIES.filter((quantity) => /same order/.test(captionOf('VGG16, training', quantity)));
  expect(same).toEqual(['ratio', 'value']);
  expect(captionOf('VGG16, training', 'peak')).toBe(
    'VGG16, training: the rows of the chart, in the order of their own values; the chart shows and sorts by share of peak',
  );
});
