/** @file Whether the chip and the number on the PCI bus that a raw name tells beside the product can be those of an entry. */
import * as z from 'zod';
import type { Hardware } from '../contract/catalogue.ts';
import { type GpuChip, gpuChipSchema } from '../contract/tables/gpu-chip.ts';
import { remembered } from '../derive/cells/shared.ts';
import chipsFile from './gpu-chips.json' with { type: 'json' };
import { architectureOf } from './nvidia-architectures.ts';

export const gpuChips: readonly GpuChip[] = z.array(gpuChipSchema).parse(chipsFile);

/** The numbers of the makers on the PCI bus. */
const pciVendors: Readonly<Record<string, GpuChip['maker']>> = {
  '10de': 'NVIDIA',
  '1002': 'AMD',
  '8086': 'Intel',
};

const squeezed = (name: string): string => name.toLowerCase().replace(/[^a-z\d]/g, '');

const byName = new Map(
  gpuChips.flatMap((one) =>
    [...(one.chip === 'integrated' ? [] : [one.chip]), ...one.names].map(
      (name) => [squeezed(name), one] as const,
    ),
  ),
);

const byCard = new Map<string, GpuChip[]>();
/** Chip and cards by maker and number. */
const byPciId = new Map<string, { chip: GpuChip; cards: string[] }>();
for (const chip of gpuChips) {
  const place = (id: string) => {
    const key = `${chip.maker} ${id}`;
    const known = byPciId.get(key) ?? { chip, cards: [] };
    byPciId.set(key, known);
    return known;
  };
  for (const [card, ids] of Object.entries(chip.cards)) {
    byCard.set(card, [...(byCard.get(card) ?? []), chip]);
    for (const id of ids) place(id).cards.push(card);
  }
  for (const id of chip.others) place(id);
}

/** The chips of an entry; null if they are not known. Entries with a processor, and Intel's without a card, are integrated. */
const chipsOf = remembered(({ id, vendor, kind }: Hardware): readonly GpuChip[] | null => {
  const ofCards = byCard.get(id);
  if (ofCards !== undefined) return ofCards;
  if (kind === 'cpu' || (kind === 'gpu' && vendor !== 'Intel')) return null;
  const integrated = gpuChips.filter(({ chip, maker }) => chip === 'integrated' && maker === vendor);
  return integrated.length === 0 ? null : integrated;
});

/** Before the product in a list of PCI devices, and in the brackets of Mesa's and Intel's drivers. */
function besideProduct(raw: string): string[] {
  const listed = /^(.*?) ?\[(?!AMD\/ATI)[^[\]]+\]/i.exec(raw)?.[1];
  // What follows are versions and the name of a kernel, which holds any word: "(radeonsi, vangogh, LLVM 17.0.6, DRM 3.54, ...)".
  const inBrackets = [...raw.matchAll(/\(([^()]+)\)/g)].map(
    ([, inner]) => inner!.split(/\b(?:LLVM|ACO|DRM)\b/)[0]!,
  );
  return listed === undefined ? inBrackets : [listed.replace('[AMD/ATI]', ''), ...inBrackets];
}

/** "AD104M", "GA102GL": a letter or two behind the chip of NVIDIA tell the kind of card. */
const withoutKind = (word: string): string =>
  word.replace(/^((?:g[a-z]|ad|tu)\d[\da-f]{2})(?:m|gl|glm|b|s)$/, '$1');

/** Chips that a name tells: words of it, and pairs of them, as in "Navi 31". */
function chipsNamed(raw: string): GpuChip[] {
  return besideProduct(raw).flatMap((part) => {
    const words = part.toLowerCase().split(/[^a-z\d]+/);
    const pairs = words.slice(1).map((word, i) => `${words[i]}${word}`);
    return [...words, ...pairs].flatMap((word) => byName.get(withoutKind(word)) ?? []);
  });
}

/** "(0x00002684)" of Chromium and "[10de:2684]" of a list of PCI devices; the first does not tell the maker. */
function fitsPciId(entry: Hardware, raw: string): boolean {
  const [, vendor, listed] = /\[([\da-f]{4}):([\da-f]{4})\]/i.exec(raw) ?? [];
  if (vendor !== undefined && (pciVendors[vendor.toLowerCase()] ?? entry.vendor) !== entry.vendor)
    return false;
  const id = listed ?? /\(0x(?:0000)?([\da-f]{4})\)/i.exec(raw)?.[1];
  const known = id === undefined ? undefined : byPciId.get(`${entry.vendor} ${id.toLowerCase()}`);
  if (known === undefined) return true;
  if (known.cards.length > 0 && byCard.has(entry.id)) return known.cards.includes(entry.id);
  return chipsOf(entry)?.includes(known.chip) ?? true;
}

/** The first letters of the names of NVIDIA's chips, by design (PCI ID Repository). */
const designs: Readonly<Record<string, string>> = {
  GF: 'Fermi',
  GK: 'Kepler',
  GM: 'Maxwell',
  GP: 'Pascal',
  GV: 'Volta',
  TU: 'Turing',
  GA: 'Ampere',
  AD: 'Ada Lovelace',
  GH: 'Hopper',
  GB: 'Blackwell',
};

/** Before the product in a list of PCI devices, or in the name of Mesa's driver: "AD104 [GeForce RTX 4070]", "(NVK AD104)". */
const nvidiaChip = new RegExp(
  `(?:^|corporation |\\(NVK )(${Object.keys(designs).join('|')})[\\dA-F]{3}[A-Z]{0,3}(?= ?\\[| / |\\))`,
  'i',
);

/** Whether the design of a chip of NVIDIA is the one of an entry, for chips that are not listed. */
function fitsDesign(entry: Hardware, raw: string): boolean {
  const design = designs[nvidiaChip.exec(raw)?.[1]?.toUpperCase() ?? ''];
  if (design === undefined) return true;
  return entry.vendor === 'NVIDIA' && (architectureOf(entry)?.name ?? design) === design;
}

/**
 * False if a name contradicts itself, as "AD107 [GeForce RTX 4090]" and "GeForce RTX 4090 (0x00002520)" do; true if it tells no
 * chip, or one that is not known, or if nothing is known about the chip of the entry.
 */
export function fitsChip(entry: Hardware, raw: string): boolean {
  if (entry.kind === 'cpu') return true;
  const own = chipsOf(entry);
  const isOther = (chip: GpuChip) => chip.maker !== entry.vendor || (own !== null && !own.includes(chip));
  return !chipsNamed(raw).some(isOther) && fitsDesign(entry, raw) && fitsPciId(entry, raw);
}
