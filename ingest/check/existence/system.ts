/** @file The name of the system, the instruction set and the makers of the devices agree with each other. */
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import { type Vendor, vendorOf } from '../../../data/derive/device-names.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

type Os = Machine['os'];

/** Names of the systems of other makers, or Node's own word for the platform; a distribution of Linux has any other name. */
const namesOf: readonly (readonly [platform: Os['platform'], name: RegExp])[] = [
  ['win32', /\bwindows\b|майкрософт|^win32$/i],
  ['darwin', /^mac ?os\b|^darwin$/i],
];

function nameProblem({ platform, name }: Os): string | null {
  const own = namesOf.find(([of]) => of === platform);
  const fits = own === undefined ? namesOf.every(([, form]) => !form.test(name)) : own[1].test(name);
  return fits ? null : `machine.os.name is "${name}", but machine.os.platform is "${platform}"`;
}

/** Makers whose processors have no other instruction set than x86-64. */
const x64Only: ReadonlySet<Vendor | null> = new Set(['Intel', 'AMD', 'Zhaoxin', 'Hygon']);

/** A program for x86-64 is translated by the systems of ARM computers, but none for ARM by those of others. */
function instructionsProblem({ os, cpu }: Machine): string | null {
  if (cpu === null || os.arch !== 'arm64' || !x64Only.has(vendorOf(cpu.name))) return null;
  return `machine.os.arch is "arm64", but "${cpu.name}" does not run programs for it`;
}

/** Makers of the processors of computers with macOS; some people install it on those of AMD. */
const macMakers: ReadonlySet<Vendor | null> = new Set(['Apple', 'Intel', 'AMD', null]);

function processorProblem({ os, cpu }: Machine): string | null {
  if (os.platform !== 'darwin' || cpu === null || macMakers.has(vendorOf(cpu.name))) return null;
  return `machine.os.platform is "darwin", but no system of Apple runs on "${cpu.name}"`;
}

/** Makers that appear only in names of their own devices. */
const exactMakers: ReadonlySet<Vendor | null> = new Set(['NVIDIA', 'AMD', 'Intel', 'Apple']);

/** Intel sold processors with a GPU of AMD's (Radeon RX Vega M), which its driver calls its own. */
const isVegaM = (name: string): boolean => /\bVega M\b/i.test(name);

function makerProblem(field: string, { vendor, name }: { vendor: string; name: string }): string | null {
  const [maker, ofName] = [vendorOf(vendor), vendorOf(name)];
  if (!exactMakers.has(maker) || !exactMakers.has(ofName) || maker === ofName || isVegaM(name)) return null;
  return `machine.${field}.vendor is "${vendor}", but "${name}" is of ${ofName}`;
}

function machineProblems({ machine }: Submission): string[] {
  const { os, cpu, gpus } = machine;
  return [
    cpu === null ? 'machine.cpu is null, but only a browser hides it' : null,
    nameProblem(os),
    instructionsProblem(machine),
    processorProblem(machine),
    cpu === null ? null : makerProblem('cpu', cpu),
    ...gpus.map((gpu, index) => makerProblem(`gpus.${index}`, gpu)),
  ].filter((text) => text !== null);
}

/** A GPU of another maker on a Mac with a chip of Apple's, which has no drivers for one. */
function foreignGpu({ cell: { device }, hardware }: Measurement, { platform, arch }: Os): string | null {
  if (platform !== 'darwin' || arch !== 'arm64' || device.kind !== 'gpu' || device.software) return null;
  const maker = hardware?.vendor ?? vendorOf(device.name);
  if (maker === null || maker === 'Apple') return null;
  return `"${device.name}" is measured, but macOS on a chip of Apple's drives no GPU of ${maker}`;
}

/** A quick test hides most of the machine, so that only the command line is held to it. */
export const system: Check = ({ file: { submission }, measurements }) => {
  if (submission.runner.origin === 'browser') return [];
  const finding = { check: 'system', severity: 'reject' } as const;
  const machine = machineProblems(submission).map(
    (text): CheckFinding => ({ ...finding, measurement: null, text: `${text}; measure again` }),
  );
  const gpus = measurements.flatMap((measurement): CheckFinding[] => {
    const text = foreignGpu(measurement, submission.machine.os);
    return text === null ? [] : [{ ...finding, measurement, text: `${text}; measure again` }];
  });
  return [...machine, ...gpus];
};
