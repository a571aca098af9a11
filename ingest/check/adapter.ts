/** @file P11: what the device calls itself must agree with what the cell says it is. */
import { isSoftwareGpu } from '../../data/derive/device-names.ts';
import type { Check, CheckFinding } from './check.ts';

export const adapter: Check = ({ file, measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { device } = measurement.cell;
    const reject = (text: string): CheckFinding[] => [
      { check: 'p11-device', severity: 'reject', measurement, text },
    ];
    if (device.kind === 'gpu' && !device.software && isSoftwareGpu(device.name)) {
      return reject(
        `"${device.name}" emulates a GPU, but "software" is false; set it to true by measuring with a newer runner`,
      );
    }
    if (device.kind === 'cpu' && device.api !== 'none')
      return reject(`a CPU is driven through "none", not "${device.api}"; measure again`);
    const layers = measurement.cell.languageModel?.gpuLayers;
    if (device.kind === 'cpu' && layers !== undefined && layers !== 0)
      return reject(
        `a CPU computes all layers, but ${layers ?? 'all'} are said to be on a GPU; measure again`,
      );
    if (device.kind === 'gpu' && layers === 0)
      return reject('a GPU that computes no layer is not the device; measure again');
    const { platform } = file.submission.machine.os;
    const impossible = {
      cuda: ['darwin', 'ios'],
      metal: ['linux', 'win32', 'android'],
      d3d12: ['darwin', 'ios', 'linux'],
    };
    const nowhere = Object.entries(impossible).find(([api]) => api === device.api)?.[1] ?? [];
    return nowhere.includes(platform)
      ? reject(`${device.api} does not exist on ${platform}; measure again`)
      : [];
  });
