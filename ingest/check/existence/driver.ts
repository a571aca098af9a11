/** @file A driver of NVIDIA runs the card, the API and the CUDA of a result, and CUDA has code for the card. */
import { architectureOf } from '../../../data/catalogue/nvidia-architectures.ts';
import { firstDriverOf } from '../../../data/catalogue/nvidia-drivers.ts';
import type { Hardware } from '../../../data/contract/catalogue.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import { isJetson, vendorOf } from '../../../data/derive/device-names.ts';
import { compareVersions } from '../../../data/derive/version.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';

type Doubt = readonly [Severity, string];

/** The branch of "570.124.06", and of Windows' "32.0.15.7247", which is 572.47. */
function branchOf(driver: string): number | null {
  const [, windows] = /^\d{2}\.\d{1,2}\.\d{1,2}(\d\.\d{2})\d{2}$/.exec(driver) ?? [];
  if (windows !== undefined) return Number(windows.replace('.', ''));
  const [, linux] = /^(\d{3})\.\d{1,3}(?:\.\d{1,3})?$/.exec(driver) ?? [];
  return linux === undefined ? null : Number(linux);
}

/**
 * The first branch that runs programs of each major version of CUDA (NVIDIA, CUDA Toolkit Release Notes, "CUDA Toolkit and
 * Minimum Required Driver Version for CUDA Minor Version Compatibility").
 */
const cudaBranches: readonly (readonly [from: number, branch: number])[] = [
  [13, 580],
  [12, 525],
  [11, 450],
];

/** The oldest CUDA of all engines that the runner knows: PyTorch 2.0, TensorFlow 2.9 and whatever came later. */
const OLDEST_CUDA = '11.0';

/** From here on NVIDIA's drivers have Vulkan: 364.12 by its release notes; the betas before it, from memory, were 355 and 356. */
const FIRST_VULKAN = 355;

/** The version of CUDA that an engine was built for; null if it names none. */
const cudaOf = (engineVersion: string): string | null => /\bCUDA (\d+\.\d+)/.exec(engineVersion)?.[1] ?? null;

const majorOf = (cuda: string): number => Number.parseInt(cuda, 10);

/** Whether the branch is of another time than the card. */
function cardDoubt(hardware: Hardware, driver: string, branch: number): Doubt | null {
  const { name, firstDriver, lastDriver } = architectureOf(hardware) ?? {};
  if (firstDriver != null && branch < firstDriver)
    return [
      'quarantine',
      `the driver ${driver} is older than the ${hardware.name}, which needs ${firstDriver} or newer`,
    ];
  if (lastDriver != null && branch > lastDriver)
    return [
      'quarantine',
      `the driver ${driver} does not run the ${hardware.name}; ${lastDriver} is the last for ${name}`,
    ];
  const first = firstDriverOf(hardware);
  return first === null || branch >= first.before
    ? null
    : [
        'flag',
        `the driver ${driver} is older than the ${hardware.name}, which NVIDIA lists from ${first.branch} on`,
      ];
}

/** Drivers of NVIDIA for Linux have a form of their own. */
const isLinuxBranch = (driver: string): boolean => /^[3-9]\d{2}\.\d{2,3}(?:\.\d{2})?$/.test(driver);

/** Whether the driver of another maker's card is one of NVIDIA. */
function makerDoubt({ name }: Hardware, driver: string): Doubt | null {
  if (!isLinuxBranch(driver)) return null;
  return ['flag', `the driver ${driver} has a version of NVIDIA's, but the ${name} is not NVIDIA's`];
}

/** Whether the branch is older than the API through which the engine computed. */
const apiDoubt = ({ cell }: Measurement, driver: string, branch: number): Doubt | null =>
  cell.device.api === 'vulkan' && branch < FIRST_VULKAN
    ? ['quarantine', `the driver ${driver} has no Vulkan, which came with ${FIRST_VULKAN}`]
    : null;

/** NVIDIA has a package that runs newer programs on older drivers, but not on GeForce (CUDA Compatibility, "Forward Compatibility"). */
const hasNoPackage = (hardware: Hardware | null): boolean => /geforce|titan/i.test(hardware?.name ?? '');

/** Whether the branch is older than the CUDA of the engine. */
function programDoubt(
  { cell, hardware, outcome }: Measurement,
  driver: string,
  branch: number,
): Doubt | null {
  const cuda = cudaOf(outcome.engineVersion) ?? (cell.device.api === 'cuda' ? OLDEST_CUDA : null);
  const needed = cuda === null ? undefined : cudaBranches.find(([from]) => majorOf(cuda) >= from)?.[1];
  if (needed === undefined || branch >= needed) return null;
  return [
    hasNoPackage(hardware) ? 'quarantine' : 'flag',
    `the driver ${driver} is older than the CUDA of ${cell.engine} ${outcome.engineVersion}, which needs ${needed} or newer`,
  ];
}

function driverDoubts(measurement: Measurement, { gpus }: Submission['machine']): (Doubt | null)[] {
  const { cell, hardware } = measurement;
  const driver = gpus.find(({ name }) => name === cell.device.name)?.driver ?? null;
  const branch = driver === null || isJetson(cell.device.name) ? null : branchOf(driver);
  if (driver === null || branch === null) return [];
  if (hardware !== null && hardware.vendor !== 'NVIDIA') return [makerDoubt(hardware, driver)];
  if (vendorOf(cell.device.name) !== 'NVIDIA') return [];
  return [
    hardware === null ? null : cardDoubt(hardware, driver, branch),
    apiDoubt(measurement, driver, branch),
    programDoubt(measurement, driver, branch),
  ];
}

function cudaDoubt({ cell, hardware, outcome }: Measurement): Doubt | null {
  const cuda = cell.device.api === 'cuda' ? cudaOf(outcome.engineVersion) : null;
  const architecture = hardware === null ? null : architectureOf(hardware);
  if (cuda === null || architecture === null) return null;
  const { name, firstCuda, lastCudaMajor } = architecture;
  if (lastCudaMajor !== null && majorOf(cuda) > lastCudaMajor)
    return [
      'reject',
      `CUDA ${cuda} has no code for the ${hardware!.name} (${name}); CUDA ${lastCudaMajor} is the last that runs on it; measure again`,
    ];
  // The driver may compile newer code than the program has.
  return firstCuda !== null && compareVersions(cuda, firstCuda) < 0
    ? ['quarantine', `CUDA ${cuda} is older than the ${hardware!.name} (${name}), which needs ${firstCuda}`]
    : null;
}

export const driver: Check = ({ file, measurements }) =>
  measurements.flatMap((measurement) => {
    if (measurement.cell.device.kind !== 'gpu') return [];
    const doubts = [...driverDoubts(measurement, file.submission.machine), cudaDoubt(measurement)];
    return doubts.flatMap((doubt): CheckFinding[] => {
      if (doubt === null) return [];
      const [severity, text] = doubt;
      return [{ check: 'p28-driver', severity, measurement, text }];
    });
  });
