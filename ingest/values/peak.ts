/** @file The arithmetic that the device of a cell cannot exceed: by the catalogue, or by the cores of a processor. */
import { processorUnits } from '../../data/catalogue/index.ts';
import type { Figure, Hardware } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { DType } from '../../data/contract/words.ts';
import { processorPeak } from '../../data/derive/bounds/processor-peak.ts';
import { socketsOf } from '../../data/derive/product/sockets.ts';
import { peakTflops } from '../../data/derive/rate.ts';

/** The highest rate of arithmetic of a device in a dtype. */
export interface Peak {
  tflops: number;
  /** Whether the figure is confirmed; a value above an unconfirmed one is never held back. */
  verified: boolean;
  /** Whether it is the maker's figure for this device; otherwise it only bounds it. */
  rated: boolean;
  /** What it is, for a sentence: "the float32 peak of NVIDIA H200, 66.9 TFLOP/s". */
  words: string;
}

/**
 * Quantized products use integer units, whose peak the catalogue does not list: four times that of float16 with float32
 * accumulation on GeForce cards (NVIDIA's Ada GPU architecture paper, appendix A), and four times that of float32 on
 * processors (AVX-512 VNNI multiplies four bytes in place of one float32). Instructions for bfloat16 multiply two.
 */
const INTEGERS = 4;
const HALVES = 2;

/** Xeon processors have tiles from 2023 on (AMX), whose products in fewer bits are far faster than four times float32. */
const hasTiles = ({ name }: Hardware) => /xeon/i.test(name);

/** The dtype whose peak the catalogue lists, and how many times as fast the dtype is at most. */
function listedFor({ device, dtype }: Cell): [dtype: DType, times: number] {
  if (device.kind === 'gpu') return dtype === 'quantized' ? ['float16', INTEGERS] : [dtype, 1];
  if (dtype === 'float32') return [dtype, 1];
  return ['float32', dtype === 'quantized' ? INTEGERS : HALVES];
}

/** How many of a device compute a cell together: one GPU, or all processors of the machine. */
export const devicesOf = ({ device }: Cell, hardware: Hardware | null, machine: Machine): number =>
  device.kind === 'cpu' ? socketsOf(hardware, machine.cpu) : 1;

/** "AMD EPYC 7763", and for several of them "2 x AMD EPYC 7763". */
export const namesOf = (devices: number, { name }: Hardware): string =>
  devices === 1 ? name : `${devices} x ${name}`;

/** Whether a figure of several devices is confirmed: their number must be, too. */
export const isVerified = (figure: Figure, devices: number, { sockets }: Hardware): boolean =>
  figure.verified && (devices === 1 || sockets?.verified === true);

function ratedPeak(cell: Cell, hardware: Hardware | null, devices: number): Peak | null {
  const { kind } = cell.device;
  const [listed, times] = listedFor(cell);
  const figure = peakTflops(hardware, kind, listed);
  if (hardware === null || figure === null || (kind === 'cpu' && times > 1 && hasTiles(hardware)))
    return null;
  const together = devices * figure.value;
  const shown = devices === 1 ? `${together}` : together.toPrecision(3);
  const whole = `the ${listed} peak of ${namesOf(devices, hardware)}, ${shown} TFLOP/s`;
  return {
    tflops: times * together,
    verified: isVerified(figure, devices, hardware),
    rated: times === 1,
    words: times === 1 ? whole : `what ${cell.dtype} may reach: ${times} times ${whole}`,
  };
}

/** The lower of what is known about the device; null if nothing is, as for a GPU that the catalogue does not list. */
export function peakOf(cell: Cell, hardware: Hardware | null, machine: Machine): Peak | null {
  if (cell.device.software) return null;
  const rated = ratedPeak(cell, hardware, devicesOf(cell, hardware, machine));
  if (cell.device.kind === 'gpu') return rated;
  const units = processorPeak(machine, cell.dtype, processorUnits);
  if (units === null || (rated !== null && rated.tflops <= units.tflops)) return rated;
  return { ...units, verified: true, rated: false };
}
