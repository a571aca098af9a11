/** @file The devices with results, and the processors of machines with results, that no entry of the catalogue is for. Pure. */
import { plainName, vendorOf } from '../../data/derive/device-names.ts';
import type { NamedRow } from '../rows/named-row.ts';
import type { OtherDevice } from './index-file.ts';

type Row = Pick<NamedRow, 'hardware' | 'kind' | 'vendor' | 'device' | 'machine'>;

/** What the name of a machine puts between its processor and its GPUs. */
const BETWEEN = ' · ';

/**
 * Each device once, with the machine that measured it most; then the processors that were only the hosts of a GPU.
 * @param isKnown Whether an entry of the catalogue is called so.
 */
export function otherDevices(rows: readonly Row[], isKnown: (name: string) => boolean): OtherDevice[] {
  const outside = rows.filter(({ hardware, kind }) => hardware === null && kind !== 'software');
  const devices = [
    ...Map.groupBy(outside, ({ kind, device }) => `${kind} ${device.name.toLowerCase()}`).values(),
  ].map((ofDevice): OtherDevice => {
    const [{ vendor, device }] = ofDevice as [Row];
    const byMachine = [...Map.groupBy(ofDevice, ({ machine }) => machine.id)];
    const [machine] = byMachine.toSorted((a, b) => b[1].length - a[1].length)[0]!;
    return { name: plainName(device.name), vendor, kind: device.kind, machine, results: ofDevice.length };
  });
  const hosts = rows.flatMap(({ machine }): OtherDevice[] => {
    const [name, ...gpus] = machine.name.split(BETWEEN);
    if (gpus.length === 0 || isKnown(name!)) return [];
    return [
      { name: name!, vendor: vendorOf(name!) ?? 'other', kind: 'cpu', machine: machine.id, results: 0 },
    ];
  });
  const found = new Map<string, OtherDevice>();
  for (const one of [...devices, ...hosts]) {
    const key = `${one.kind} ${one.name.toLowerCase()}`;
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}
