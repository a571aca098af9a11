/**
 * @file The memory that a GPU has for itself. What systems list beside a display adapter is often something else: the window
 * through which the CPU sees the memory (a PCI aperture of 256 MiB), a share of the machine's memory, or a number cut off
 * at 4 GiB. Then there is no value.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { vendorOf } from '../../data/derive/device-names.ts';

const MEBIBYTE = 1024 ** 2;

/** A display adapter as a system lists it. */
export interface Adapter {
  vendor: string;
  model: string;
  /** MiB that the system lists. */
  vram: number | null;
  /** Bytes that the driver counts; omitted or null if it does not tell. */
  ownMemoryBytes?: number | null;
}

/** GPUs that are part of the processor and use the machine's memory, by their names. */
const integrated: Readonly<Record<string, RegExp>> = {
  NVIDIA: /^(?:nvidia )?(?:orin|xavier|tegra|jetson|thor|gb10)\b/i,
  // "Arc(TM) Graphics", "Arc(TM) 140V" and "Arc(TM) B390" are parts of processors; A770, B580 and Pro A60 are cards.
  Intel:
    /\b(?:u?hd|iris|gma)\b|(?:^|\[)(?:intel(?:\(r\))? )?graphics\b|\bgt[0-9]\b|\barc(?:\(tm\)|™)?(?: pro)? (?:graphics|1\d0[vt]|b3[0-9]0)/i,
  // "Radeon 780M" and "8060S" are parts of processors; "RX 6700S" and "RX 7600M" are cards of laptops.
  AMD: /radeon(?:\(tm\)|™)? (?:r[2-9] )?(?:(?:rx )?vega \d+ )?graphics|radeon(?:\(tm\)|™)? (?:[678]\d0m|80[4-6]0s)\b|custom gpu|\b(?:raven|picasso|renoir|lucienne|cezanne|barcelo|rembrandt|phoenix\d?|hawk ?point\d?|strix|krackan|raphael|granite ridge|van ?gogh|mendocino|dali)\b/i,
  Apple: /apple/i,
  Qualcomm: /adreno|qualcomm|snapdragon/i,
  Arm: /mali|immortalis/i,
  Broadcom: /videocore|v3d/i,
};

/** Whether the name is that of a GPU without memory of its own. */
function sharesMemory({ vendor, model }: Pick<Adapter, 'vendor' | 'model'>): boolean {
  const found = vendorOf(`${vendor} ${model}`);
  return found !== null && (integrated[found]?.test(model) ?? false);
}

/** Windows counts in 32 bits if the driver tells nothing better: all larger memories become this. */
const CUT_OFF_MEBIBYTES = 4095;
/** No GPU that computes has less; smaller numbers are shares of the machine's memory. */
const LEAST_MEBIBYTES = 512;

/** The adapter's own memory in bytes; null if it has none or if the source means something else. */
export function videoMemoryBytes(platform: string, adapter: Adapter): number | null {
  if (sharesMemory(adapter)) return null;
  if (adapter.ownMemoryBytes != null) return adapter.ownMemoryBytes > 0 ? adapter.ownMemoryBytes : null;
  // lspci lists apertures.
  if (platform !== 'win32' && platform !== 'darwin') return null;
  const { vram } = adapter;
  const means = vram !== null && vram >= LEAST_MEBIBYTES && Math.floor(vram) !== CUT_OFF_MEBIBYTES;
  return means ? Math.round(vram * MEBIBYTE) : null;
}

/** Formats of AMD's metrics from here on are those of processors with graphics (kgd_pp_interface.h of Linux). */
const FIRST_FORMAT_OF_PROCESSORS = 2;

/**
 * Bytes that Linux's driver of AMD GPUs counts; null for other GPUs and for graphics in a processor, whose number is a
 * share that the firmware sets aside.
 * @param address PCI address with domain.
 */
export function readOwnMemoryBytes(address: string, root = '/sys/bus/pci/devices'): number | null {
  try {
    const folder = join(root, address);
    const bytes = Number(readFileSync(join(folder, 'mem_info_vram_total'), 'utf8'));
    if (!Number.isSafeInteger(bytes) || bytes <= 0) return null;
    return readFormat(join(folder, 'gpu_metrics')) < FIRST_FORMAT_OF_PROCESSORS ? bytes : null;
  } catch {
    return null;
  }
}

/** The format of the metrics: the third byte. 0 if the driver has none, as for old cards. */
function readFormat(path: string): number {
  try {
    const handle = openSync(path, 'r');
    try {
      const head = Buffer.alloc(4);
      return readSync(handle, head, 0, 4, 0) === 4 ? head.readUInt8(2) : 0;
    } finally {
      closeSync(handle);
    }
  } catch {
    return 0;
  }
}
