/** @file Words that say who made a chip or what it computes as: what is spelled alike is not offered against them. Pure. */
import { type Chip, partOf } from './chip.ts';

interface Said {
  vendor?: Chip['vendor'];
  part?: 'gpu' | 'cpu';
  /** A word that the name has. */
  line?: RegExp;
}

const makers: readonly (readonly [RegExp, Said])[] = [
  [/^(?:nvidia|geforce|rtx|gtx|gt|quadro|tesla)$/, { vendor: 'NVIDIA', part: 'gpu' }],
  [/^(?:radeon|rx|instinct)$/, { vendor: 'AMD', part: 'gpu' }],
  [/^(?:ryzen|epyc|threadripper)$/, { vendor: 'AMD', part: 'cpu' }],
  [/^(?:xeon|i[3579])$/, { vendor: 'Intel', part: 'cpu' }],
  [/^arc$/, { vendor: 'Intel', part: 'gpu', line: /\bArc\b/ }],
  [/^uhd$/, { vendor: 'Intel', part: 'gpu', line: /\bUHD\b/ }],
  [/^iris$/, { vendor: 'Intel', part: 'gpu', line: /\bIris\b/ }],
  // Both AMD and Intel have sold an HD.
  [/^hd$/, { part: 'gpu' }],
  [/^amd$/, { vendor: 'AMD' }],
  [/^intel$/, { vendor: 'Intel' }],
  [/^apple$/, { vendor: 'Apple' }],
];

/**
 * Whether words may mean a chip: a GTX is none of AMD, a Ryzen no GPU, an Arc no UHD Graphics. A chip that is both a GPU and
 * a CPU counts as both.
 */
export function mayMean(words: readonly string[], { name, vendor, kind }: Chip): boolean {
  const said = words.flatMap((word) => makers.find(([form]) => form.test(word))?.[1] ?? []);
  const isPart = (part: 'gpu' | 'cpu') => kind === 'soc' || kind === 'apu' || partOf(kind) === part;
  return said.every(
    (one) =>
      (one.vendor ?? vendor) === vendor &&
      (one.part === undefined || isPart(one.part)) &&
      (one.line?.test(name) ?? true),
  );
}
