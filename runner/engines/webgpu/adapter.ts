/** @file Converts what an adapter reports to a device of the contract. Pure. */
import type { Device } from '../../../data/contract/cell.ts';
import { cleanDeviceName } from '../../text/clean-text.ts';
import { type AdapterInfo, isSoftware, wordsOf } from './device/software.ts';

export function toDevice(info: AdapterInfo, api: Device['api']): Device {
  const known =
    wordsOf(info.device) || info.description || `${wordsOf(info.vendor)} ${wordsOf(info.architecture)}`;
  return { kind: 'gpu', api, name: cleanDeviceName(known, 200, 'unknown GPU'), software: isSoftware(info) };
}
