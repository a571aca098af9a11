/**
 * @file P36: a GPU is in a machine that can have it: cards of laptops beside processors of laptops, graphics of a processor
 * beside one of its maker, chips of ARM on ARM. So a fast card is not filed under a slow one that a machine never has.
 */
import type { Hardware } from '../../../data/contract/catalogue.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import { vendorOf } from '../../../data/derive/device-names.ts';
import { rememberedText } from '../../../data/derive/remembered-text.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Cards that their makers sell for laptops only. Workstations have a card "Max-Q", too. */
const laptopCard =
  /\b(?:Laptop GPU|Mobile)$|^(?!.*Blackwell).*\bMax-Q\b|\bRadeon RX \d{4}[MS]$|\bArc A\d{3}M$/;

/** Graphics in processors: one of another maker cannot have them. */
const ofProcessor =
  /^AMD Radeon (?:Vega \d{1,2} Graphics|\d{3}M)$|^Intel U?HD Graphics\b|^Intel Iris (?!Xe MAX)/;

/** Whether a name is that of graphics in a processor, which has the memory of the machine. */
export const isOfProcessor = (name: string): boolean => ofProcessor.test(name);

/** Chips of NVIDIA that contain an ARM processor, or are sold with one only. */
const withArm = /^NVIDIA (?:Jetson\b|GB10\b|GH200\b|GB[23]00\b)/;

/**
 * Processors for desktops and servers by their names: those of Intel for laptops end with H, HX, U, P, Y or M, those of AMD
 * with H, HS, HX, U or C.
 */
const desktopProcessors = [
  /\bi[3579]-\d{4,5}(?:KS|KF|K|F|X|XE)?(?= |$)/,
  /\bCore(?:\(TM\))? Ultra \d \d{3}(?:KF|K|F)?(?= |$)/,
  /\bRyzen \d (?:PRO )?\d{4}(?:X3D|XT|X|F|G|GE)?(?= |$)/,
  /\bThreadripper\b|\bEPYC\b/,
];

/** Whether a name is that of a processor for desktops or servers. */
export const isDesktopProcessor = rememberedText((name: string): boolean =>
  desktopProcessors.some((form) => form.test(name)),
);

/** What a machine lacks that would have such a GPU; null if nothing is known to be missing. */
export function strangerIn({ name, vendor }: Hardware, { cpu, os }: Machine): string | null {
  if (withArm.test(name))
    return os.arch === 'x64' ? `the ${name} has an ARM processor, but the machine is x64` : null;
  if (cpu === null) return null;
  if (laptopCard.test(name) && isDesktopProcessor(cpu.name))
    return `the ${name} is sold in laptops, but the ${cpu.name} beside it is for desktops`;
  const maker = vendorOf(cpu.name);
  return ofProcessor.test(name) && maker !== null && maker !== vendor
    ? `the ${name} is a part of processors of ${vendor}, but the machine has the ${cpu.name}`
    : null;
}

/** A flag only: a few large laptops and small desktops mix both kinds. */
export const host: Check = ({ file: { submission }, measurements }) =>
  measurements.flatMap((measurement: Measurement): CheckFinding[] => {
    const { cell, hardware } = measurement;
    const text =
      cell.device.kind === 'gpu' && hardware?.kind === 'gpu'
        ? strangerIn(hardware, submission.machine)
        : null;
    return text === null ? [] : [{ check: 'p36-host', severity: 'flag', measurement, text }];
  });
