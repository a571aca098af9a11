/** @file Whether the chip that a raw name tells beside the product can be the one of an entry. */
import type { Hardware } from '../contract/catalogue.ts';
import { architectureOf } from './nvidia-architectures.ts';

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

/** The generations of AMD's Navi, as Mesa and the PCI ID Repository name them, and the models that are made of them. */
const navis: readonly [chip: RegExp, models: RegExp][] = [
  [/\bnavi ?1\d\b/i, /\bRX 5\d{3}|\bPro (?:W?5\d{3}|V5\d0)/i],
  [
    /\bnavi ?2\d\b|\bsienna_cichlid\b|\bnavy_flounder\b|\bdimgrey_cavefish\b|\bbeige_goby\b/i,
    /\bRX 6\d{3}|\bPro (?:W6\d{3}|V6\d0)/i,
  ],
  [/\bnavi ?3\d\b/i, /\bRX 7\d{3}|\bPro (?:W7\d{3}|V7\d0)/i],
  [/\bnavi ?4\d\b|\bgfx120\d\b/i, /\bRX 9\d{3}|\bAI PRO R?9\d{3}/i],
];

/** False if a name contradicts itself, as "GP102 [GeForce RTX 3080]" does; true if it tells no chip, or an unknown one. */
export function fitsChip(entry: Hardware, raw: string): boolean {
  const design = designs[nvidiaChip.exec(raw)?.[1]?.toUpperCase() ?? ''];
  if (design !== undefined) {
    const known = entry.vendor === 'NVIDIA' ? (architectureOf(entry)?.name ?? design) : null;
    if (known !== design) return false;
  }
  const navi = navis.find(([chip]) => chip.test(raw));
  return navi === undefined || navi[1].test(entry.name);
}
