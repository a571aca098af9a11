/** @file Finds the devices that --device names: by kind, number or part of a name. Pure. */
import { printable } from '../../data/contract/problem.ts';
import { UsageError } from '../../data/contract/usage-error.ts';
import type { DeviceKind } from '../../data/contract/words.ts';
import { shortName, VENDORS } from '../../data/derive/device-names.ts';
import type { Choice } from './choice.ts';
import type { MachineDevice } from './devices.ts';

/** A kind of device to measure, or one device of that kind. */
export interface WantedDevice {
  kind: DeviceKind;
  /** The chosen device; null leaves the choice to the engines. */
  chosen: MachineDevice | null;
  /** Whether the user asked for it: then it is measured even if the CPU emulates it, and its absence is reported. */
  requested: boolean;
}

const kinds: readonly string[] = ['gpu', 'cpu'] satisfies DeviceKind[];
const isKind = (word: string): word is DeviceKind => kinds.includes(word);

const wordsOf = ({ device }: Pick<Choice, 'device'>): string[] =>
  device === null ? [] : device.split(',').map((word) => word.trim());

/** The kinds that may be measured, before it is known which devices there are. */
export function possibleKinds(choice: Pick<Choice, 'device'>): DeviceKind[] {
  const words = wordsOf(choice).map((word) => word.toLowerCase());
  const open = words.length === 0 || words.some((word) => !isKind(word));
  return (['gpu', 'cpu'] as const).filter((kind) => open || words.includes(kind));
}

/**
 * The devices to measure, GPUs first.
 * @throws UsageError if a word fits no device or several; it lists them
 */
export function wantedDevices(
  choice: Pick<Choice, 'device'>,
  devices: readonly MachineDevice[],
): WantedDevice[] {
  if (choice.device === null) return ['gpu' as const, 'cpu' as const].map((kind) => ofKind(kind, false));
  const wanted = wordsOf(choice).flatMap((word) => find(word, devices));
  const different = wanted.filter(
    (one, i) => wanted.findIndex(({ kind, chosen }) => kind === one.kind && chosen === one.chosen) === i,
  );
  return different.toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

const ofKind = (kind: DeviceKind, requested: boolean): WantedDevice => ({ kind, chosen: null, requested });

function find(word: string, devices: readonly MachineDevice[]): WantedDevice[] {
  const lower = word.toLowerCase();
  if (isKind(lower)) return [ofKind(lower, true)];
  if (lower === 'all') return everyDevice(devices);
  const fitting = devicesCalled(word, devices);
  const [chosen, ...others] = fitting;
  if (chosen === undefined || others.length > 0) throw new UsageError(describe(word, fitting, devices));
  return [{ kind: chosen.kind, chosen, requested: true }];
}

/** Every GPU that is no emulation, and the CPU. */
function everyDevice(devices: readonly MachineDevice[]): WantedDevice[] {
  const gpus = devices.filter(({ index }) => index !== null);
  return [
    ...(gpus.length > 1
      ? gpus.map((chosen): WantedDevice => ({ kind: 'gpu', chosen, requested: false }))
      : [ofKind('gpu', false)]),
    ofKind('cpu', false),
  ];
}

const vendorFirst = new RegExp(`^(?:${VENDORS.join('|')})\\s+`);

const squash = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}+]/gu, '');

/** The GPU of that number, else the devices of exactly that name, else those whose name contains it. */
function devicesCalled(word: string, devices: readonly MachineDevice[]): MachineDevice[] {
  const numbered = devices.filter(({ index }) => /^\d+$/.test(word) && index === Number(word));
  if (numbered.length > 0) return numbered;
  const wanted = squash(word);
  if (wanted === '') return [];
  const namesOf = (name: string) => [name, name.replace(vendorFirst, ''), shortName(name)].map(squash);
  const exact = devices.filter(({ name }) => namesOf(name).includes(wanted));
  if (exact.length > 0) return exact;
  // A number must be a whole number of the name: 4 is no RTX 4090.
  const holds = (name: string) =>
    /^\d+$/.test(wanted) ? name.split(/\D+/).includes(wanted) : squash(name).includes(wanted);
  return devices.filter(({ name }) => holds(name));
}

function describe(
  word: string,
  fitting: readonly MachineDevice[],
  devices: readonly MachineDevice[],
): string {
  const problem = fitting.length === 0 ? 'this machine has no such device' : `${fitting.length} devices fit`;
  return `--device "${printable(word, 60)}": ${problem}; use cpu, gpu, all, or one of: ${devices.map(toEntry).join(', ')}`;
}

/** What to type, then what it is: "1 (NVIDIA GeForce RTX 3060)", "gpu (software: llvmpipe)". */
function toEntry({ kind, name, index }: MachineDevice): string {
  if (index !== null) return `${index} (${name})`;
  return kind === 'cpu' ? `cpu (${name})` : `gpu (software: ${name})`;
}
