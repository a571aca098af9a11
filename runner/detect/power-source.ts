/** @file Whether the machine runs on mains or on its battery. Reading and parsing are separate. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Conditions } from '../../data/contract/submission.ts';
import { readText } from '../system/files.ts';
import type { Tools } from './tools.ts';

type PowerSource = Conditions['powerSource'];

/** A supply in `/sys/class/power_supply`: its attributes in lower case, without the prefix "power_supply_". */
export type Supply = Readonly<Record<string, string>>;

/** Attributes that have a file of their own; older kernels and some drivers have only `uevent`. */
const FILES = ['type', 'online', 'status', 'scope', 'present'] as const;

/** Every supply; null if the system does not list them. */
export function readSupplies(root = '/sys/class/power_supply'): Supply[] | null {
  try {
    return readdirSync(root).map((name): Supply => {
      const read = (file: string) => readText(join(root, name, file));
      const event = [...(read('uevent') ?? '').matchAll(/^POWER_SUPPLY_(\w+)=(.*)$/gm)];
      const own = FILES.flatMap((file) => {
        const text = read(file)?.trim();
        return text ? [[file, text] as const] : [];
      });
      return {
        name,
        ...Object.fromEntries(event.map(([, key = '', value = '']) => [key.toLowerCase(), value.trim()])),
        ...Object.fromEntries(own),
      };
    });
  } catch {
    return null;
  }
}

const isBattery = ({ type, name = '', scope, present }: Supply): boolean =>
  (type === undefined ? /^(?:bat|cmb)/i.test(name) : /^battery$/i.test(type)) &&
  // Batteries of mice and keyboards, and empty bays.
  !/^device$/i.test(scope ?? '') &&
  present !== '0';

/** A supply with a battery of its own, which gives power only when the mains fail. */
const isUps = ({ type }: Supply): boolean => /^ups$/i.test(type ?? '');

/** Mains and every kind of USB; wireless chargers, too. */
const isExternal = ({ type, name = '' }: Supply): boolean =>
  type === undefined ? /^(?:ac|adp|mains|usb|ucsi)/i.test(name) : /^(?:mains|usb|wireless)/i.test(type);

/** 1 is on; 2 is on with a voltage that can be programmed (kernel ABI, sysfs-class-power). */
const isOnline = ({ online = '0' }: Supply): boolean => Number(online) > 0;

/** A battery without a status says by its current whether it gives some. */
function isDischarging({ status, power_now: power, current_now: current }: Supply): boolean {
  if (status !== undefined && !/^unknown$/i.test(status)) return /^discharging$/i.test(status);
  return Math.abs(Number(power ?? current ?? 0)) > 0;
}

/**
 * "ac" if any external supply is online, or if no battery of the machine is discharging, as in a machine without one; null if
 * the system lists no supplies.
 */
export function parseSupplies(supplies: readonly Supply[] | null): PowerSource {
  if (supplies === null) return null;
  if (supplies.some((supply) => isExternal(supply) && isOnline(supply))) return 'ac';
  return supplies.some((supply) => (isBattery(supply) || isUps(supply)) && isDischarging(supply))
    ? 'battery'
    : 'ac';
}

/** macOS: the first line of `pmset -g batt` is "Now drawing from 'AC Power'". A Mac without a battery prints it, too. */
export function parseDrawing(output: string | null): PowerSource {
  const source = /^Now drawing from '(.*)'/m.exec(output ?? '')?.[1];
  if (source === undefined) return null;
  return /^(?:battery|ups)/i.test(source) ? 'battery' : 'ac';
}

export async function readPowerSource(tools: Tools): Promise<PowerSource> {
  if (process.platform === 'darwin') return parseDrawing(await tools.ask('pmset', ['-g', 'batt']));
  if (process.platform !== 'win32') return parseSupplies(readSupplies());
  const found = await tools.facts('battery');
  return found && (found.hasBattery && !found.acConnected && !found.isCharging ? 'battery' : 'ac');
}
