/**
 * @file The chips that a browser's name of a family stands for. Chromium reports the vendor and the architecture of a GPU by
 * its PCI device id (dawn.googlesource.com/dawn, src/dawn/gpu_info.json); the chips of an architecture are those that their
 * makers list under it. Pure.
 */
import { vendorOf } from '../../../data/derive/device-names.ts';
import type { AdapterFacts } from './adapter.ts';

/** Architectures without hyphens, each with the names of its chips. Apple's are no architectures, but versions of Metal. */
const families: Readonly<Record<string, RegExp>> = {
  // NVIDIA
  kepler:
    /GTX (?:6\d0|76|77|78|8[78]0M|TITAN(?! X))|GT (?:6[45]0|7[1-5])|GeForce (?:910M|920M$)|Quadro K(?!2200|1200|620)\d|Tesla K/,
  maxwell:
    /GTX (?:750|8[56]0M|9\d\d(?!MX)|TITAN X)|GeForce (?:8[34]|920MX|9[34]\d)|Jetson TX1|Quadro (?:M|K2200|K1200|K620)|Tesla M|MX1[13]0|Jetson Nano/,
  pascal:
    /GTX 10|GP100|Jetson TX2|GT 10|MX(?:150|230|250|330|350)|980MX|Quadro P|Tesla P|TITAN X(?:p| \()|P10\d-|P106M/,
  volta: /V100|TITAN V$|GV100|Xavier/,
  turing: /GeForce RTX 20(?!50)|GTX 16|MX(?:450|550)|TITAN RTX|Quadro RTX|NVIDIA T\d|Tesla T\d|CMP [345]0HX/,
  ampere: /GeForce RTX (?:30|2050)|MX570|NVIDIA A\d|RTX A\d|CMP (?:70|90|170)HX|Orin/,
  lovelace: /RTX 40[5-9]\d|Ada\b|NVIDIA L\d/,
  hopper: /NVIDIA (?:H\d|GH)/,
  blackwell: /RTX 50[5-9]0|Blackwell|NVIDIA (?:G?B\d|RTX 6000D)|Thor|Jetson T\d/,
  // AMD
  gcn1: /HD 7(?:7[57]|8[57]|9[579])0|R7 2(?:[45]0|65)|R9 2[78]0|FirePro (?:W(?:4100|[589]000)|D[357]00)|R7 3(?:50|70)|R9 M?370X?/,
  gcn2: /HD 7790|R7 (?:260|360)|R9 (?:290|295|390|M38|M470)|FirePro (?:W(?:4300|[589]100)|S91)/,
  gcn3: /R9 (?:285|380|FURY|Nano|M39|M485)|FirePro S(?:7150|9300)|Pro Duo$|Instinct MI8$/i,
  gcn4: /RX (?:4[678]0D?|5[4-9]0[DX]?|640)\b|Radeon (?:5[45]0X|630$)|Duo Polaris|Pro (?:4\d\d|5[5-8]\d)X?$|WX [2-7]\d00|Instinct MI6$/i,
  gcn5: /Vega|Pro (?:V3[24]0|SSG)|Radeon (?:Pro )?VII|WX 8|WX 9|Instinct MI(?:25|50|60)/i,
  rdna1: /RX 5[3-7]00|Pro V520|Pro W?5[3-7]00/i,
  rdna2: /RX 6\d{3}|Custom GPU 0(?:405|932)|Pro W6|6[168]0M|V620/i,
  rdna3: /RX 7\d{3}|Pro W7|(?:7[468]|8[4689])0M|80[456]0S|V710/i,
  rdna4: /RX 90|AI PRO/i,
  // Intel
  gen7: /HD Graphics P?(?:2500|4\d00|5000)|Iris (?:Pro )?Graphics 5[12]00/,
  gen8: /HD Graphics P?(?:5[3567]00|6000|40[05]\b)|Iris (?:Pro )?Graphics P?6[123]00/,
  gen9: /HD Graphics P?[56]\d\d\b|Iris (?:Plus |Pro )?Graphics P?[56]\d\d\b/,
  gen12lp: /Iris Xe|UHD Graphics P?7\d\d|Arc 1\d0T/,
  gen12hp: /Arc (?:Pro )?A\d|Flex/,
  gen13lp: /Arc 1\d0V/,
  gen13hp: /Arc (?:Pro )?B\d/,
  // Phones and small boards
  adreno5xx: /Adreno 5\d\d/,
  adreno6xx: /Adreno 6\d\d/,
  adreno7xx: /Adreno 7\d\d/,
  adreno8xx: /Adreno (?:8\d\d|X[12])/,
  midgard: /Mali-T/,
  bifrost: /Mali-G(?:31|5[12]|7[126])$/,
  valhall: /Mali-G(?:57|68|7[78]|[356]10|71[05]|615)$/,
  gen5: /Mali-G(?:[67]2[05])/,
  videocore: /VideoCore/,
  rogue: /PowerVR/,
};

/** Samsung's GPUs have AMD's architectures. */
const xclipse: Readonly<Record<string, RegExp>> = { rdna2: /Xclipse 920/, rdna3: /Xclipse 940/ };

/** What is known of a chip here. */
interface Named {
  name: string;
  vendor: string;
}

/** Whether the chip can be the one that the browser means: of its vendor, and of its family if that is known. */
export function isOfFamily(
  { name, vendor }: Named,
  facts: Pick<AdapterFacts, 'vendor' | 'architecture'>,
): boolean {
  const maker = vendorOf(facts.vendor.replace('img-tec', 'imagination'));
  if (maker === null) return true;
  if (vendor !== maker) return false;
  const family = facts.architecture.replaceAll('-', '');
  const names = maker === 'Samsung' ? xclipse[family] : families[family];
  return names === undefined || names.test(name);
}
