/** @file Where a result stands among native ones, in words. Pure. */
import { formatNumber } from '../../rows/format.ts';
import type { Placed } from './placed.ts';

/** What the axis shows, in sentences. */
export function placeText({ run: { chip, device }, best, standing }: Placed): string {
  const { own, compared, faster } = standing;
  const kind = device.kind === 'gpu' ? 'GPU' : 'CPU';
  const [fastest] = own;
  const sentences: string[] = [];
  if (fastest) {
    const share = formatNumber((100 * best.value) / fastest.value);
    sentences.push(`${share} % of the fastest native result of this chip (${fastest.detail}).`);
  } else if (chip) sentences.push(`No native result of the ${chip.name} yet.`);
  if (compared > 0) sentences.push(othersText(kind, compared, faster, fastest !== undefined));
  else if (!fastest) sentences.push(`There are no native results of ${kind}s yet.`);
  return sentences.join(' ');
}

/** @param other Whether the chip itself has a native result, too. */
function othersText(kind: string, compared: number, faster: number, other: boolean): string {
  const than = 'faster natively than this in a browser';
  if (compared === 1)
    return `The only ${other ? 'other ' : ''}${kind} with a native result is ${faster === 1 ? '' : 'not '}${than}.`;
  const of = `of ${compared} ${other ? 'other ' : ''}${kind}s`;
  if (faster === 0) return `None ${of} is ${than}.`;
  if (faster === compared) return `All ${of} are ${than}.`.replace('All of', 'All');
  return `${faster} ${of} ${faster === 1 ? 'is' : 'are'} ${than}.`;
}
