/** @file The device of a cell is the processor of the machine or one of its GPUs. */
import { resolveHardware } from '../../../data/catalogue/resolve.ts';
import type { Device } from '../../../data/contract/cell.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import { remembered } from '../../../data/derive/cells/shared.ts';
import { comparable, isSameBoard, vendorOf } from '../../../data/derive/device-names.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';

type Gpu = Machine['gpus'][number];

/** How well a listed name fits that of a cell: the same product, perhaps the same, or another one. */
type Fit = 'same' | 'possible' | 'other';

/** Whether a list of the products of one chip names this one: "Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]". */
const lists = (listed: string, name: string): boolean => {
  const words = new Set(comparable(listed).split(' '));
  // Drivers append their own name in parentheses: "(RADV NAVI21)".
  const own = comparable(name.replace(/\([^)]*\)/g, ' ')).split(' ');
  return (
    own.some((word) => /\d/.test(word)) && own.every((word) => words.has(word) || vendorOf(word) !== null)
  );
};

function fitOf(name: string, gpu: Gpu): Fit {
  if (isSameBoard(name, gpu.name) || lists(gpu.name, name)) return 'same';
  // Without the memory, which would hide a listed product that does not have it.
  const clues = { gpuCores: gpu.cores };
  const [own, listed] = [name, gpu.name].map((one) => resolveHardware(one, 'gpu', clues));
  if (own && listed) return own.id === listed.id ? 'same' : 'other';
  const [ownVendor, listedVendor] = [vendorOf(name), vendorOf(`${gpu.vendor} ${gpu.name}`)];
  if (ownVendor !== null && listedVendor !== null && ownVendor !== listedVendor) return 'other';
  // Without a catalogue entry only the maker can agree: the system may know the chip by its number alone.
  return own ? 'possible' : 'same';
}

const nameAll = (gpus: readonly Gpu[]): string =>
  gpus.length === 0 ? 'no GPU' : gpus.map(({ name }) => `"${name}"`).join(', ');

type Doubt = readonly [Severity, string];

function gpuDoubt({ name, software, index }: Device, { gpus }: Machine): Doubt | null {
  if (software) return null;
  // A GPU that detection misses and only an engine finds is numbered after the listed ones.
  const numbered = index === undefined ? gpus : gpus.slice(index, index + 1);
  const fits = numbered.map((gpu) => fitOf(name, gpu));
  if (fits.includes('same')) return null;
  const where = index === undefined ? 'the machine lists' : `at number ${index} the machine lists`;
  const text = `"${name}" is measured, but ${where} ${nameAll(numbered)}`;
  if (fits.includes('possible') || numbered.length === 0) {
    return ['quarantine', `${text}, which is not known to be the same`];
  }
  const vendor = vendorOf(name);
  const rivals = numbered.filter((gpu) => vendorOf(`${gpu.vendor} ${gpu.name}`) === vendor);
  return rivals.length > 0
    ? ['reject', `${text}; measure again on the machine that the file describes`]
    : ['quarantine', `${text}, none of that maker`];
}

function cpuDoubt({ name }: Device, { cpu }: Machine): Doubt | null {
  if (cpu === null || comparable(name) === comparable(cpu.name)) return null;
  const clues = { cpuCores: cpu.physicalCores };
  const [own, listed] = [name, cpu.name].map((one) => resolveHardware(one, 'cpu', clues));
  if (own && own.id === listed?.id) return null;
  const text = `"${name}" is measured, but the processor of the machine is "${cpu.name}"`;
  return own && listed
    ? ['reject', `${text}; measure again on the machine that the file describes`]
    : ['quarantine', text];
}

export const listedDevice: Check = ({ file, measurements }) => {
  const { machine } = file.submission;
  const doubtOf = remembered((device: Device) =>
    device.kind === 'cpu' ? cpuDoubt(device, machine) : gpuDoubt(device, machine),
  );
  return measurements.flatMap((measurement): CheckFinding[] => {
    const doubt = doubtOf(measurement.cell.device);
    if (doubt === null) return [];
    const [severity, text] = doubt;
    return [{ check: 'unlisted-device', severity, measurement, text }];
  });
};
