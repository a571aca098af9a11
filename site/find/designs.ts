/**
 * @file Designs and code names of CPUs and of GPUs, read from their names; NVIDIA's are in the catalogue. Only series that
 * have one design throughout. Sources: AMD, processor model numbers and product pages ("architecture"); Intel ARK ("products
 * formerly"). Pure.
 */
import type { Hardware } from '../../data/contract/catalogue.ts';

type Form = readonly [RegExp, string];

const gpus: readonly Form[] = [
  [/^AMD Radeon (?:RX 9\d{3}|AI PRO R9)/, 'RDNA 4'],
  [/^AMD Radeon (?:8[468]0M|890M|80[456]0S)/, 'RDNA 3.5'],
  [/^AMD Radeon (?:RX 7\d{3}|PRO W7\d{3}|7[468]0M)/i, 'RDNA 3'],
  [/^AMD Radeon (?:RX 6\d{3}|PRO W6\d{3}|6[168]0M)/i, 'RDNA 2'],
  [/^AMD Radeon (?:RX 5[3-7]00|PRO W5[57]00)/i, 'RDNA'],
  [/^AMD Instinct MI35/, 'CDNA 4'],
  [/^AMD Instinct MI3[02]/, 'CDNA 3'],
  [/^AMD Instinct MI2[15]/, 'CDNA 2'],
  [/^AMD Instinct MI100/, 'CDNA'],
  [/^AMD Radeon RX (?:4[678]0|5[6789]0X?)\b/, 'Polaris'],
  [/^Intel Arc (?:Pro )?A\d\d/, 'Alchemist'],
  [/^Intel Arc (?:Pro )?B\d\d/, 'Battlemage'],
];

const cpus: readonly Form[] = [
  [/^AMD Ryzen Threadripper (?:PRO )?9\d{3}/, 'Zen 5'],
  [/^AMD Ryzen Threadripper (?:PRO )?7\d{3}/, 'Zen 4'],
  [/^AMD Ryzen Threadripper (?:PRO )?5\d{3}/, 'Zen 3'],
  [/^AMD Ryzen Threadripper (?:PRO )?3\d{3}/, 'Zen 2'],
  [/^AMD Ryzen AI (?:Max\+? )?(?:[3579] )?(?:HX )?(?:PRO )?3\d\d/i, 'Zen 5'],
  [/^AMD Ryzen [3579] (?:PRO )?9\d{3}(?:X3D|X|F)?$/, 'Zen 5'],
  [
    /^AMD Ryzen [3579] (?:PRO )?(?:8[5-7]00GE?|8[47]00F|7\d00(?:X3D|X|F)?|79[05]0(?:X3D|X)?|7\d4[05]\w*|8\d4[05]\w*)$/,
    'Zen 4',
  ],
  [/^AMD Ryzen [3579] (?:PRO )?(?:5[6789]00(?:X3D|XT|X|GE?)?|5950X|5[689]00(?:HX|HS|H|U)|7\d30U)$/, 'Zen 3'],
  [
    /^AMD Ryzen [3579] (?:PRO )?(?:3[1356789]00(?:XT|X)?|3950X|4\d00(?:GE?|HS|H|U)|5[357]00U|7\d20U)$/,
    'Zen 2',
  ],
  [/^AMD EPYC (?:9\w{2}5\w*|4\w{2}5\w*)$/, 'Zen 5'],
  [/^AMD EPYC (?:[98]\w{2}4\w*|4\w{2}4\w*)$/, 'Zen 4'],
  [/^AMD EPYC 7\w{2}3\w*$/, 'Zen 3'],
  [/^AMD EPYC 7\w{2}2\w*$/, 'Zen 2'],
  [/^AMD EPYC 7\w{2}1\w*$/, 'Zen'],
  [/^Intel Core Ultra [579] 1\d\d[HU]L?$/, 'Meteor Lake'],
  [/^Intel Core Ultra [579] 2\d\dV$/, 'Lunar Lake'],
  [/^Intel Core Ultra [3579] 2\d\d(?:KF|K|F|T|HX|H|S)?$/, 'Arrow Lake'],
  [/^Intel Core i[3579]-14\d{3}/, 'Raptor Lake'],
  [/^Intel Core i[3579]-13\d{2,3}/, 'Raptor Lake'],
  [/^Intel Core i[3579]-12\d{2,3}/, 'Alder Lake'],
  [/^Intel Core i[3579]-11\d\dG\d|^Intel Core i[3579]-11\d{3}H/, 'Tiger Lake'],
  [/^Intel Core i[579]-11\d00(?:KF|K|F|T)?$/, 'Rocket Lake'],
  [/^Intel Core i[3579]-10\d\dG\d/, 'Ice Lake'],
  [/^Intel Core i[3579]-10[1-9]\d0(?:0|5)?(?:KF|K|F|T|H|HK|E)?$/, 'Comet Lake'],
  [/^Intel Core i[3579]-[89]\d00(?:KF|KS|K|F|T|H|HK)?$/, 'Coffee Lake'],
  [/^Intel Core i[357]-7[1-7]00(?:K|T|HQ|H)?$/, 'Kaby Lake'],
  [/^Intel Core i[357]-6[1-7]00(?:K|T|HQ|H)?$/, 'Skylake'],
  [/^Intel Core i[357]-4[1-7]\d0(?:K|T|S)?$/, 'Haswell'],
  [/^Intel Core i[357]-3[2-7]70(?:K|T|S)?$/, 'Ivy Bridge'],
  [/^Intel Core i[357]-2[1-7]00(?:K|T|S)?$/, 'Sandy Bridge'],
  [/^Intel Xeon (?:Platinum|Gold|Silver|Bronze) [3-8]5\d\d/, 'Emerald Rapids'],
  [/^Intel Xeon (?:Platinum|Gold|Silver|Bronze) [3-8]4\d\d/, 'Sapphire Rapids'],
  [/^Intel Xeon (?:Platinum|Gold|Silver|Bronze) [4-8]3\d\d[^H]*$/, 'Ice Lake'],
  [/^Intel Xeon (?:Platinum|Gold|Silver|Bronze) [3-8]2\d\d/, 'Cascade Lake'],
  [/^Intel Xeon (?:Platinum|Gold|Silver|Bronze) [3-8]1\d\d/, 'Skylake'],
  [/^Intel Xeon 6\d{3}P/, 'Granite Rapids'],
  [/^Intel Xeon 6\d{3}E/, 'Sierra Forest'],
  [/^Intel Xeon E5-\d+\w* v4/, 'Broadwell'],
  [/^Intel Xeon E5-\d+\w* v3/, 'Haswell'],
  [/^Intel (?:N\d{2,3}|Core i3-N3\d\d)$/, 'Alder Lake-N'],
];

/** The design of a chip of another maker than NVIDIA; null if its name does not tell. */
export function designOf({ name, kind }: Pick<Hardware, 'name' | 'kind'>): string | null {
  return (kind === 'cpu' ? cpus : gpus).find(([form]) => form.test(name))?.[1] ?? null;
}
