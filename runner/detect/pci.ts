/**
 * @file Finds the graphics controllers on PCI: with their names in the output of `lspci`, and by their numbers where it is
 * missing. Reading and parsing are separate.
 */
import { join } from 'node:path';
import { namesIn, readText } from '../system/files.ts';

export interface PciController {
  /** PCI address as lspci writes it, with or without domain. */
  busAddress: string;
  vendor: string;
  model: string;
}

/** Maker of AMD's GPUs in the list of PCI vendors. Accelerators of other makers are no GPUs, nor are those of "[AMD]". */
const isOfAmdGpus = /^advanced micro devices, inc\. \[amd\/ati\] /i;
/** "01:00.0 VGA compatible controller: NVIDIA Corporation AD104 [GeForce RTX 4070] (rev a1) (prog-if 00 [VGA controller])". */
const header =
  /^((?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]) ((?:vga compatible|3d|display) controller|processing accelerators)(?: \[[0-9a-f]{4}\])?: (.+)$/i;
/** Additions of lspci at the end: revision, programming interface, numbers. */
const additions = /(?:\s*(?:\((?:rev|prog-if)[^)]*\)|\[[0-9a-f]{4}:[0-9a-f]{4}\]))+\s*$/i;
/** A maker's name ends with its legal form, which brand names in brackets may follow. */
const maker =
  /^(.*?(?:\bcorporation|\bcorp\.?|\binc\.?|\bincorporated|\bltd\.?|\bllc|\bgmbh|\blimited|\bco\.)(?:,? ?(?:ltd|inc|co)\b\.?)*(?: \[[^\]]*\](?= \S)(?: nee ati)?)?|advanced micro devices \[amd\] nee ati),? (.+)$/i;
/** With numbers (`lspci -nn`), a device without a name has its number behind it: "Device [10de:2b85]". */
const numbered = /\bdevice \[[0-9a-f]{4}:([0-9a-f]{4})\]/i;

/** All lines about graphics controllers, whether lspci was verbose or not. */
export function parseLspci(output: string): PciController[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const [, busAddress, kind = '', described = ''] = header.exec(line) ?? [];
    if (busAddress === undefined || (/^processing/i.test(kind) && !isOfAmdGpus.test(described))) return [];
    const name = described.replace(numbered, 'Device $1').replace(additions, '').trim();
    const [, vendor = '', model = name] = maker.exec(name) ?? [];
    return [{ busAddress, vendor, model }];
  });
}

/** The makers of GPUs that compute, as lspci calls them, by their numbers (pci.ids). */
const makersByNumber: Readonly<Record<string, string>> = {
  '0x10de': 'NVIDIA Corporation',
  '0x1002': 'Advanced Micro Devices, Inc. [AMD/ATI]',
  '0x8086': 'Intel Corporation',
};

/** Classes of devices: VGA, 3D and other displays, and AMD's accelerators (pci.ids). */
const isGraphics = (kind: string, maker: string): boolean =>
  /^0x03/.test(kind) || (/^0x1200/.test(kind) && isOfAmdGpus.test(`${maker} `));

/**
 * The graphics controllers of these makers that the kernel lists, called "Device 744c" as lspci calls those that are newer
 * than its list.
 * @param root Differs in tests.
 */
export function readUnnamedControllers(root = '/sys/bus/pci/devices'): PciController[] {
  return namesIn(root).flatMap((busAddress) => {
    const read = (file: string) =>
      readText(join(root, busAddress, file))
        ?.trim()
        .toLowerCase() ?? '';
    const vendor = makersByNumber[read('vendor')];
    if (vendor === undefined || !isGraphics(read('class'), vendor)) return [];
    return [{ busAddress, vendor, model: `Device ${read('device').replace(/^0x/, '')}` }];
  });
}
