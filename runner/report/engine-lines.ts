/** @file Describes an engine in one or two lines for `list` and `doctor`. Pure. */
import type { Device } from '../../data/contract/cell.ts';
import type { Probe } from '../protocol/messages.ts';
import type { Colors } from '../text/colors.ts';
import { describeDevice } from '../text/describe-cell.ts';

/** @param more Text appended for an engine that works. */
export function describeEngine(id: string, probe: Probe, colors: Colors, more = ''): string[] {
  if (!probe.available) {
    return [`  ${colors.red('✗')} ${id}: ${probe.reason}`, `    to fix it: ${probe.remedy}`];
  }
  const devices = probe.devices.map(describeReach).join('; ');
  return [`  ${colors.green('✓')} ${id} ${probe.version} on ${devices}${more}`];
}

function describeReach(device: Device): string {
  const { api, name, software } = device;
  const through = api === 'none' ? '' : ` through ${api}`;
  return `${describeDevice({ ...device, software: false })}: ${name}${through}${software ? ', emulated by the CPU (software)' : ''}`;
}
