/** @file The family of a chip: its line of products and generation, read from its name. Chips of a family are alike. Pure. */
import type { Chip } from './chip.ts';

type Named = Pick<Chip, 'name' | 'vendor' | 'kind'>;

/** A form of names and the family that it means; `$1` and so on as in `String.replace`. The first that fits counts. */
type Form = readonly [RegExp, string];

const gpus: readonly Form[] = [
  [/^NVIDIA GeForce (RTX|GTX|GT) (\d{1,2})\d\d\b.*$/, 'GeForce $1 $2'],
  [/^NVIDIA (?:GeForce )?(?:GTX )?TITAN\b.*$/, 'NVIDIA TITAN'],
  [/^NVIDIA GeForce.*$/, 'GeForce, older'],
  [/^NVIDIA Jetson.*$/, 'NVIDIA Jetson'],
  [/^NVIDIA (?:RTX PRO \d+).*$/, 'NVIDIA RTX PRO'],
  [/^NVIDIA RTX (?:A|T)?\d+.*$/, 'NVIDIA RTX workstation'],
  [/^NVIDIA (?:Quadro|T\d{3,4}\b).*$/, 'NVIDIA Quadro'],
  [/^NVIDIA GB10\b.*$/, 'NVIDIA GB10'],
  [/^NVIDIA (?:GH200|G?[BH][1238]\d\d|H20).*$/, 'NVIDIA Hopper and Blackwell data center'],
  [/^NVIDIA (?:Tesla )?A\d+.*$/, 'NVIDIA Ampere data center'],
  [/^NVIDIA (?:L4|L2|L20|L40).*$/, 'NVIDIA Ada data center'],
  [/^NVIDIA (?:Tesla )?(?:V100|T4|T40|T10).*$/, 'NVIDIA Volta and Turing data center'],
  [/^NVIDIA Tesla.*$/, 'NVIDIA Tesla, older'],
  [/^AMD Radeon RX ([5679])\d{3}[A-Z]*\b.*$/, 'Radeon RX $1000'],
  [/^AMD Radeon RX [45]\d\dX?\b.*$/, 'Radeon RX 400 and 500'],
  [/^AMD Radeon (?:RX )?(?:Vega|VII).*$/, 'Radeon Vega'],
  [/^AMD Radeon (?:PRO|Pro|AI PRO).*$/, 'Radeon PRO'],
  [/^AMD Instinct.*$/, 'AMD Instinct'],
  [/^AMD (?:Radeon \d{3}M|Radeon 80\d\dS|Radeon Graphics|Ryzen).*$/, 'Radeon in a processor'],
  [/^AMD .*$/, 'Radeon, older'],
  [/^Intel Arc (?:Pro )?([AB])\d\d.*$/, 'Intel Arc $1 series'],
  [/^Intel (?:Data Center GPU|.*Max \d{4}).*$/, 'Intel data center GPUs'],
  [/^Intel .*$/, 'Intel graphics in a processor'],
];

const cpus: readonly Form[] = [
  [/^AMD Ryzen Threadripper.*$/, 'Ryzen Threadripper'],
  [/^AMD Ryzen AI .*$/, 'Ryzen AI'],
  [/^AMD Ryzen (?:\w+ )?(?:PRO )?(\d)\d{3}\w*$/, 'Ryzen $1000'],
  [/^AMD Ryzen.*$/, 'Ryzen'],
  [/^AMD EPYC \w{3}(\d)\w*$/, 'EPYC, generation $1'],
  [/^AMD EPYC.*$/, 'EPYC'],
  [/^AMD .*$/, 'AMD, older'],
  [/^Intel Core Ultra (?:\d|X\d) ([123])\d\d.*$/, 'Intel Core Ultra, series $1'],
  [/^Intel Core i\d-(1\d)\d{2,3}\w*\b.*$/, 'Intel Core, generation $1'],
  [/^Intel Core i\d-([2-9])\d{3}\w*\b.*$/, 'Intel Core, generation $1'],
  [/^Intel Core (?:i|m|M|[357] ).*$/, 'Intel Core, other'],
  [/^Intel Core.*$/, 'Intel Core, older'],
  [/^Intel Xeon (?:Platinum|Gold|Silver|Bronze) \d(\d)\d\d.*$/, 'Xeon Scalable, generation $1'],
  [/^Intel Xeon E\d-\d+\w* (v\d).*$/, 'Xeon E $1'],
  [/^Intel Xeon.*$/, 'Xeon, other'],
  [/^Intel .*$/, 'Intel Pentium, Celeron, Atom and N'],
  [/^(Qualcomm Snapdragon X2?|Raspberry Pi|AWS Graviton|Ampere \w+).*$/, '$1'],
];

/** The family of a chip, for example "GeForce RTX 40", "Apple M1", "Intel Core, generation 8"; of other makers the maker. */
export function familyOf({ name, vendor, kind }: Named): string {
  const apple = /^Apple [MA]\d+/.exec(name)?.[0];
  if (apple !== undefined) return apple;
  const form = (kind === 'cpu' ? cpus : gpus).find(([shape]) => shape.test(name));
  return form === undefined ? vendor : name.replace(form[0], form[1]);
}
