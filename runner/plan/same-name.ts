/**
 * @file Whether two names mean the same GPU. Linux lists AMD's and Intel's GPUs by their chip and all products with it ("Navi
 * 31 [Radeon RX 7900 XT/7900 XTX]"), engines by the product ("AMD Radeon RX 7900 XTX (RADV NAVI31)"). Pure.
 */
import { resolveHardware } from '../../data/catalogue/resolve.ts';
import { comparable, isSameBoard } from '../../data/derive/device-names.ts';

export function isSameName(one: string, other: string): boolean {
  if (isSameBoard(one, other) || isListedAs(one, other) || isListedAs(other, one)) return true;
  const entry = resolveHardware(one, 'gpu');
  return entry !== null && entry.id === resolveHardware(other, 'gpu')?.id;
}

/** Whether a name of `lspci` lists the product or the chip of another name. */
function isListedAs(listed: string, name: string): boolean {
  const [, chip = '', products] = /^([^[]*?) ?(?:\[([^\]]+)\])?$/.exec(listed) ?? [];
  const isProduct = products !== undefined && productsOf(products).map(bare).includes(bare(name));
  return isProduct || isChip(chip, name);
}

/** "Radeon RX 7900 XT/7900 XTX/7900M": what stands before the first number belongs to all. */
function productsOf(list: string): string[] {
  const [first = '', ...others] = list.split(/\s*\/\s*/);
  const [line = ''] = /^\D*/.exec(first) ?? [];
  return [first, ...others.map((one) => (/^\d/.test(one) ? line + one : one))];
}

const squashed = (text: string): string => comparable(text).replaceAll(' ', '');

const bare = (name: string): string =>
  squashed(name.replace(/\([^)]*\)/g, ' ').replace(/\b(?:amd|ati|intel|series|graphics)\b/gi, ' '));

/** Mesa's driver names the chip, or those that it does not tell apart: "(RADV RAPHAEL_MENDOCINO)". */
function isChip(chip: string, name: string): boolean {
  const drawn = /\(RADV ([\w ]+)\)/i.exec(name)?.[1]?.split('_').map(squashed) ?? [];
  const wanted = squashed(chip);
  // "Phoenix1" and "Phoenix3" are two sizes of one chip.
  return drawn.some((one) => one === wanted || one === wanted.replace(/(?<=^[a-z]+)\d$/, ''));
}
