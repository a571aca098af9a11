/** @file Which power meters a device has, and the steps in which they print watts. */
import type { Power } from '../../../data/contract/outcome.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import { vendorOf } from '../../../data/derive/device-names.ts';
import type { Measurement } from '../../values/measurement.ts';

type Source = Power['source'];

/** What a meter of the runner covers, and on which system (`runner/power`); a meter at the wall is not the runner's. */
const meters: Record<
  Exclude<Source, 'wall-meter'>,
  {
    scopes: readonly Power['scope'][];
    platforms: readonly string[];
    /** Makers of the only GPUs that it reads, if it reads GPUs alone. */
    gpusOf?: readonly string[];
  }
> = {
  'nvml-energy': { scopes: ['gpu'], platforms: ['linux', 'win32'], gpusOf: ['NVIDIA'] },
  'nvml-power': { scopes: ['gpu'], platforms: ['linux', 'win32'], gpusOf: ['NVIDIA'] },
  // Of a GPU in a processor, the whole processor.
  'hwmon-energy': { scopes: ['gpu', 'package'], platforms: ['linux'], gpusOf: ['AMD', 'Intel'] },
  'hwmon-power': { scopes: ['gpu', 'package'], platforms: ['linux'], gpusOf: ['AMD', 'Intel'] },
  rapl: { scopes: ['package'], platforms: ['linux'] },
  ioreport: { scopes: ['package'], platforms: ['darwin'] },
  powermetrics: { scopes: ['package'], platforms: ['darwin'] },
};

/** Steps of the watts that a source prints: nvidia-smi has two decimals. */
const stepsPerWatt: Partial<Record<Source, number>> = { 'nvml-power': 100 };

/** Readings that may be off the steps. */
const OFF_STEPS = 0.05;

function isOnSteps({ source, samples }: Power): boolean {
  const steps = stepsPerWatt[source];
  if (steps === undefined) return true;
  const off = samples.filter(({ watts }) => Math.abs(watts * steps - Math.round(watts * steps)) > 1e-6);
  return off.length <= OFF_STEPS * samples.length;
}

/** What tells that the readings are not those of a meter of the device; null if nothing does. */
export function meterProblem(
  { cell: { device } }: Pick<Measurement, 'cell'>,
  power: Power,
  { os }: Pick<Machine, 'os'>,
): string | null {
  const { source, scope } = power;
  if (source === 'wall-meter') return null;
  const { platforms, scopes, gpusOf } = meters[source];
  if (!platforms.includes(os.platform)) return `"${source}" does not exist on ${os.platform}`;
  if (!scopes.includes(scope)) return `"${source}" covers the ${scopes.join(' or the ')}, not the ${scope}`;
  if (source === 'rapl' && device.kind !== 'cpu') return `"rapl" reads processors only, not ${device.name}`;
  if (gpusOf && (device.kind !== 'gpu' || ![...gpusOf, null].includes(vendorOf(device.name))))
    return `"${source}" reads GPUs of ${gpusOf.join(' and ')} only, not ${device.name}`;
  return isOnSteps(power)
    ? null
    : `the readings are no multiples of ${1 / stepsPerWatt[source]!} W, as "${source}" gives them`;
}
