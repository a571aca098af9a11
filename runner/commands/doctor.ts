/** @file `doctor`: prints what was detected, what is wrong and how to fix it. */

import type { Device } from '../../data/contract/cell.ts';
import type { Conditions, Machine } from '../../data/contract/submission.ts';
import { counted } from '../../data/derive/counted.ts';
import { cpuLimitText } from '../../data/derive/cpu-limit.ts';
import { vendorOf } from '../../data/derive/device-names.ts';
import { describeDriverProblem, unusableNvidia } from '../detect/driver-problem.ts';
import type { MachineDevice } from '../plan/devices.ts';
import { findMeter } from '../power/index.ts';
import type { Probe } from '../protocol/messages.ts';
import { describeEngine } from '../report/engine-lines.ts';
import { checkFolder, describeLeftover, findLeftovers, WriteError } from '../results/submission-file.ts';
import { type Colors, colorsFor } from '../text/colors.ts';
import { describeDevice } from '../text/describe-cell.ts';
import { formatBytes } from '../text/format.ts';
import { jsonLine } from '../text/json-line.ts';
import { type CommandContext, submissionsFolder } from './context.ts';
import { catchInterrupt, INTERRUPTED } from './interrupt.ts';
import { boardOf, describeSilence, type Survey, survey } from './survey.ts';

interface Diagnosis {
  machine: Machine;
  /** What --device can name. */
  devices: readonly MachineDevice[];
  conditions: Conditions;
  engines: { id: string; probe: Probe }[];
  meters: MeterDiagnosis[];
  /** The folder for results, and whether it is writable. */
  results: { folder: string; writable: boolean };
  /** Problems that make results worse or impossible: one sentence each, with a remedy. */
  problems: string[];
}

/** The power meter of a device, or the reason why there is none and the command that fixes it. */
export interface MeterDiagnosis {
  device: Device;
  meter: { name: string; source: string; scope: string } | null;
  reason: string | null;
  remedy: string | null;
}

/** Returns exit code 0 even if problems were found. */
export async function doctor(
  { json, out }: { json: boolean; out: string | null },
  context: CommandContext,
): Promise<number> {
  const interrupt = catchInterrupt(() => undefined);
  const found = await survey(context.engines, interrupt.signal);
  const { machine, conditions, probes, devices, silentTools } = found;
  const engines = [...probes].map(([id, probe]) => ({ id, probe }));
  const meters = await findMeters(found, interrupt.signal);
  interrupt.release();
  if (interrupt.signal.aborted) return INTERRUPTED;
  const folder = submissionsFolder(context, out);
  const folderProblem = findFolderProblem(folder);
  const problems = [
    ...silentTools.map(describeSilence),
    ...findProblems(conditions, machine, engines),
    ...findDriverProblems(found),
    ...findNameProblems(found),
    ...findLeftovers(folder).map(describeLeftover),
    ...(folderProblem === null ? [] : [folderProblem]),
  ];
  const results = { folder, writable: folderProblem === null };
  const diagnosis = { machine, devices, conditions, engines, meters, results, problems };
  context.stdout.write(
    json ? jsonLine(diagnosis) : `${formatDiagnosis(diagnosis, colorsFor(context.stdout))}\n`,
  );
  return 0;
}

/** What keeps an NVIDIA GPU from being used: a driver that fails, perhaps for one of several, or none at all. */
export function findDriverProblems(
  found: Pick<Survey, 'machine' | 'unnamed' | 'nvidiaProblem' | 'silentTools'>,
): string[] {
  const { nvidiaProblem, silentTools } = found;
  if (silentTools.includes('nvidia-smi')) return [];
  const unusable = unusableNvidia(found);
  if (unusable !== null) return [`${unusable}.`];
  return nvidiaProblem === null
    ? []
    : [`An NVIDIA GPU cannot be used: ${describeDriverProblem(nvidiaProblem)}.`];
}

/** GPUs whose results cannot be ranked, because nothing on this system tells what they are. */
export function findNameProblems({ unnamed, machine }: Pick<Survey, 'machine' | 'unnamed'>): string[] {
  if (machine.os.platform !== 'linux') return [];
  // `findDriverProblems` says what an NVIDIA GPU needs, whose driver knows the name.
  return unnamed
    .filter((name) => vendorOf(name) !== 'NVIDIA')
    .map(
      (name) =>
        `${name} is on the bus, but the system cannot name it, so that its results are shown, but not ranked: install pciutils (lspci) and run \`sudo update-pciids\`.`,
    );
}

/** Checks each device once, even if several engines use it. */
async function findMeters(found: Survey, signal: AbortSignal): Promise<MeterDiagnosis[]> {
  const meters: MeterDiagnosis[] = [];
  for (const device of [...found.probes.values()].flatMap((probe) =>
    probe.available ? probe.devices : [],
  )) {
    if (signal.aborted) break;
    const isThis = ({ device: { kind, name, index } }: MeterDiagnosis) =>
      kind === device.kind && name === device.name && index === device.index;
    if (meters.some(isThis)) continue;
    const answer = await findMeter(device, {}, boardOf(device, found));
    if (answer.meter === null) meters.push({ device, ...answer });
    else {
      const { name, source, scope } = answer.meter;
      meters.push({ device, meter: { name, source, scope }, reason: null, remedy: null });
    }
  }
  return meters;
}

function findFolderProblem(folder: string): string | null {
  try {
    checkFolder(folder);
    return null;
  } catch (error) {
    if (error instanceof WriteError) return `${error.message}.`;
    throw error;
  }
}

/**
 * Share of the cores that the load average may reach. It counts whole processes over the last minute, so that less than one
 * is what a machine at rest shows after a few commands, however few cores it has.
 */
const BUSY_SHARE = 0.25;
const LOAD_AT_REST = 1;
/** About what VGG16 needs with its optimizer state and activations. */
const WANTED_MEMORY_BYTES = 3 * 1024 ** 3;

export function findProblems(
  conditions: Conditions,
  machine: Machine,
  engines: Diagnosis['engines'],
): string[] {
  return [...findConditionProblems(conditions, machine), ...findGpuProblems(engines, machine)];
}

/** Problems of the machine that make every result worse. */
export function findConditionProblems(conditions: Conditions, { cpu }: Machine): string[] {
  const { powerSource, lowPowerMode, loadAverage, freeMemoryBytes, virtualisation } = conditions;
  const cores = cpu?.logicalCores ?? 1;
  const limit = cpuLimitText(conditions, cores);
  const free = coresOf(conditions, cores);
  const problems: (string | false)[] = [
    powerSource === 'battery' && 'The machine runs on battery, which slows it down: plug it in.',
    lowPowerMode === true && 'Low-power mode is on, which slows the machine down: turn it off.',
    loadAverage !== null &&
      loadAverage > Math.max(LOAD_AT_REST, BUSY_SHARE * free) &&
      `Other programs keep the machine busy (load ${loadAverage.toFixed(1)} on ${counted(free, 'core')}): close them, or runs take longer than estimated and their results are not ranked.`,
    freeMemoryBytes !== null &&
      freeMemoryBytes < WANTED_MEMORY_BYTES &&
      `Only ${formatBytes(freeMemoryBytes)} of memory is free: close other programs, or large workloads may run out of memory.`,
    limit !== null &&
      `This process may use only ${limit}: its results are not ranked as the whole CPU. Run it without the limit, or on the whole machine.`,
    virtualisation !== null &&
      virtualisation !== 'none' &&
      `The machine is virtual (${virtualisation}): other virtual machines may slow it down. Results record this.`,
  ];
  return problems.filter((problem) => problem !== false);
}

/** The cores that this process may use: a quota or an affinity may leave it fewer than there are. */
const coresOf = ({ cpuLimit, cpuAffinity }: Conditions, cores: number): number =>
  Math.min(cores, cpuLimit ?? cores, cpuAffinity ?? cores);

function findGpuProblems(engines: Diagnosis['engines'], machine: Machine): string[] {
  const devices = engines.flatMap(({ probe }) => (probe.available ? probe.devices : []));
  const gpus = devices.filter(({ kind }) => kind === 'gpu');
  if (gpus.length === 0) return ['No engine can use a GPU on this machine; see the reasons under Engines.'];
  if (!gpus.every(({ software }) => software)) return [];
  const [present] = machine.gpus;
  return [
    present === undefined
      ? 'The only GPU is emulated by the CPU (software) and is never ranked as a GPU. Install the driver of a hardware GPU.'
      : `The engines find only a GPU that the CPU emulates (software), which is never ranked as a GPU, although the machine has another (${present.name}): install its Vulkan driver, or set up an engine that can use it; see the reasons under Engines.`,
  ];
}

function formatDiagnosis(
  { machine, devices, conditions, engines, meters, results, problems }: Diagnosis,
  colors: Colors,
): string {
  const { os, cpu, gpus, memoryBytes } = machine;
  const known = (value: unknown) => (value === null ? 'not available' : String(value));
  const lines = [
    colors.bold('Machine'),
    `  system      ${os.name} ${os.version ?? ''} (${os.arch})`,
    `  cpu         ${cpu === null ? 'unknown' : `${cpu.name}, ${cpu.physicalCores} cores, ${cpu.logicalCores} threads`}`,
    ...(gpus.length === 0
      ? ['  gpu         none found']
      : gpus.map((gpu) => `  gpu         ${describeGpu(gpu)}`)),
    ...formatChoices(devices),
    `  memory      ${memoryBytes === null ? 'unknown' : formatBytes(memoryBytes)}`,
    colors.bold('Conditions'),
    `  power       ${known(conditions.powerSource)}`,
    `  low power   ${known(conditions.lowPowerMode)}`,
    `  load        ${known(conditions.loadAverage)}`,
    `  free memory ${conditions.freeMemoryBytes === null ? 'not available' : formatBytes(conditions.freeMemoryBytes)}`,
    `  limits      ${describeLimits(conditions, machine)}`,
    `  virtual     ${known(conditions.virtualisation)}`,
    colors.bold('Engines'),
    ...engines.flatMap(({ id, probe }) => describeEngine(id, probe, colors, describeObserved(probe))),
    colors.bold('Power meters'),
    ...meters.flatMap((found) => describeMeter(found, colors)),
    colors.bold('Results'),
    `  ${results.folder}, ${results.writable ? 'writable' : 'not writable'}`,
    colors.bold(problems.length === 0 ? 'No problems found' : 'Problems'),
    ...problems.map((problem) => `  - ${problem}`),
  ];
  return lines.join('\n');
}

function describeLimits(conditions: Conditions, { cpu }: Machine): string {
  const { memoryLimitBytes } = conditions;
  const limits = [
    cpuLimitText(conditions, cpu?.logicalCores ?? null),
    memoryLimitBytes === null ? null : `${formatBytes(memoryLimitBytes)} of memory`,
  ].filter((limit) => limit !== null);
  return limits.join(', ') || 'none';
}

/** The numbers of several GPUs, for --device. */
function formatChoices(devices: readonly MachineDevice[]): string[] {
  const gpus = devices.filter(({ index }) => index !== null);
  if (gpus.length < 2) return [];
  return [`  --device    ${gpus.map(({ index, name }) => `${index} (${name})`).join(', ')}`];
}

function describeGpu({ name, vramBytes, cores, driver }: Machine['gpus'][number]): string {
  const parts = [
    name,
    vramBytes !== null && formatBytes(vramBytes),
    cores !== null && `${cores} cores`,
    driver !== null && `driver ${driver}`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

function describeObserved(probe: Probe): string {
  const observed = probe.available ? Object.entries(probe.observed) : [];
  return observed.length === 0 ? '' : ` (${observed.map(([name, value]) => `${name} ${value}`).join(', ')})`;
}

export function describeMeter({ device, meter, reason, remedy }: MeterDiagnosis, colors: Colors): string[] {
  const which = `${describeDevice({ ...device, software: false })}: ${device.name}`;
  if (meter !== null) {
    return [`  ${colors.green('✓')} ${which}: ${meter.name} (${meter.source}, covers the ${meter.scope})`];
  }
  return [
    `  ${colors.red('✗')} ${which}: ${reason}`,
    ...(remedy === null ? [] : [`    to fix it: ${remedy}`]),
  ];
}
