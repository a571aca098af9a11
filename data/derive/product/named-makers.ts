/** @file Every maker that a raw device name speaks of, also by a brand, a chip or a driver. Pure. */

import { VENDORS, type Vendor, vendorBrands } from '../device-names.ts';
import { amdChips, intelChips, microarchitectures, pciChips } from './chip-names.ts';

/** A chip before a product in brackets, after the start or a maker of a list of PCI devices. */
const pciChip = (chips: string) =>
  new RegExp(`(?:^|corporation |inc\\. |\\[amd/ati\\] )(?:${chips}) ?\\[`, 'i');
const inBrackets = (words: string) => new RegExp(`\\((?:${words})\\)`, 'i');

/** What only the drivers and tools for the devices of one maker write. */
const additions: readonly [Vendor, RegExp][] = [
  ['NVIDIA', /\(NVK |MESA_NVK|\bnvgpu\b|\/PCIe\b| Lite Hash Rate\b| LHR\b/i],
  ['NVIDIA', pciChip(pciChips.NVIDIA)],
  ['AMD', /\(RADV |MESA_RADV|\bradv\b|\bAMD_(?:PROPRIETARY|OPEN_SOURCE)/i],
  ['AMD', new RegExp(`\\((?:radeonsi,? )?${amdChips},? (?:LLVM|ACO|DRM)`, 'i')],
  ['AMD', pciChip(pciChips.AMD)],
  ['AMD', inBrackets(microarchitectures.AMD)],
  ['Intel', inBrackets(intelChips)],
  ['Intel', pciChip(pciChips.Intel)],
  ['Intel', inBrackets(microarchitectures.Intel)],
  ['Apple', inBrackets(`${microarchitectures.Apple}|G1\\d[A-Z] [A-D]\\d`)],
];

/** Makers whose names stand only beside their own products; Arm's cores are in the chips of others. */
const ownOnly: readonly Vendor[] = ['NVIDIA', 'AMD', 'Intel', 'Apple', 'Qualcomm'];

/** Chromium's renderer on macOS has Apple's name also beside GPUs of others. */
const metalRenderer = /^ANGLE \(Apple, ANGLE Metal Renderer: /i;

/** Intel's Core i7-8809G and its like have graphics of AMD, which their names say. */
const graphicsInside = / with Radeon .*$/i;

/**
 * The makers among those of most devices that a name speaks of. A device of another maker is none that the name can mean:
 * "AD102 [Radeon RX 7900 XTX]", "Core i9-14900K (znver3)", "Tesla M1".
 */
export function namedMakers(raw: string): Vendor[] {
  const name = raw.replace(metalRenderer, 'ANGLE (').replace(graphicsInside, '');
  const brands = VENDORS.filter((vendor) => ownOnly.includes(vendor) && vendorBrands[vendor].test(name));
  const added = additions.filter(([, form]) => form.test(name)).map(([vendor]) => vendor);
  return [...new Set([...brands, ...added])];
}

/** Chips that Hygon builds after AMD's designs have AMD's microarchitecture in their names. */
export const isMadeBy = (vendor: Vendor, makers: readonly Vendor[]): boolean =>
  makers.every((maker) => maker === vendor || (maker === 'AMD' && vendor === 'Hygon'));
