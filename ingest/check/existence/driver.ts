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

/** "570.124.06"; on Windows also "566.14". */
const BRANCH_FIRST = /^(\d{3})(?:\.\d{1,3}){0,2}$/;
/** The number of Windows' driver model, of Direct3D and of the system, then NVIDIA's: "32.0.15.7247" is 572.47. */
const OF_WINDOWS = /^\d{1,2}\.\d{1,2}\.\d{1,2}\.?(\d\.\d{2})\d{2}$/;

/** Drivers of others, of macOS ("387.10.10.10.40.140"), and what the runner or a browser leaves out. */
const OTHER_FORMS = /^(?:Mesa|NVK|nouveau|zink)\b|^\d{3}(?:\.\d{1,3}){3,6}$|…/i;

/** The branch of a driver; null if it has none. */
function branchOf(driver: string): number | null {
  const [, windows] = OF_WINDOWS.exec(driver) ?? [];
  if (windows !== undefined) return Number(windows.replace('.', ''));
  const [, linux] = BRANCH_FIRST.exec(driver) ?? [];
  return linux === undefined ? null : Number(linux);
}

const YEAR_MS = 365.25 * 86_400_000;
/**
 * The newest branch of NVIDIA/open-gpu-kernel-modules and when it came, and how many follow in a year: 80 in the four years from
 * 515 on (May 2022), here half as many again.
 */
const NEWEST = { branch: 595, ms: Date.parse('2026-03-01'), aYear: 30 };

/** From here on the branches for Linux are multiples of 5 (its tags from 515.43.04 to 595.45.04). */
const FIRST_BY_FIVE = 510;
/** Only drivers for Linux have three numbers. Those of Windows' subsystem for Linux are of Windows, and have two. */
const OF_LINUX = /^\d{3}\.\d{2,3}\.\d{2}$/;

/** Whether NVIDIA has such a branch, as far as is known. */
function branchDoubt(driver: string, branch: number, finishedAt: string): Doubt | null {
  const years = Math.max(0, (Date.parse(finishedAt) - NEWEST.ms) / YEAR_MS);
  if (branch > NEWEST.branch + years * NEWEST.aYear)
    return [
      'flag',
      `the driver ${driver} is newer than those that are known, of which ${NEWEST.branch} is the newest`,
    ];
  return OF_LINUX.test(driver) && branch >= FIRST_BY_FIVE && branch % 5 !== 0
    ? [
        'flag',
        `the driver ${driver} is of no known branch for Linux, where all since ${FIRST_BY_FIVE} are multiples of 5`,
      ]
    : null;
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
  const { name, firstDriver, lastDriver, nextDriver } = architectureOf(hardware) ?? {};
  if (firstDriver != null && branch < firstDriver)
    return [
      'quarantine',
      `the driver ${driver} is older than the ${hardware.name}, which needs ${firstDriver} or newer`,
    ];
  const isLater = lastDriver != null && (OF_LINUX.test(driver) ? branch > lastDriver : branch >= nextDriver!);
  if (isLater)
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

function driverDoubts(measurement: Measurement, submission: Submission): (Doubt | null)[] {
  const { cell, hardware } = measurement;
  const { gpus } = submission.machine;
  const driver = gpus.find(({ name }) => name === cell.device.name)?.driver ?? null;
  const branch = driver === null || isJetson(cell.device.name) ? null : branchOf(driver);
  if (driver === null || branch === null) return [];
  if (hardware !== null && hardware.vendor !== 'NVIDIA') return [makerDoubt(hardware, driver)];
  if (vendorOf(cell.device.name) !== 'NVIDIA') return [];
  return [
    branchDoubt(driver, branch, submission.finishedAt),
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

/** A driver of a card of NVIDIA that has none of its forms. */
function formProblem({ name, vendor, driver }: Submission['machine']['gpus'][number]): string | null {
  // Mesa's driver for them has Mesa's version.
  if (driver === null || isJetson(name) || /\bNVK\b|nouveau/i.test(name)) return null;
  if (vendorOf(`${vendor} ${name}`) !== 'NVIDIA') return null;
  if (branchOf(driver) !== null || OTHER_FORMS.test(driver)) return null;
  return `is "${driver}", but NVIDIA's drivers are called "580.159.04", on Windows "572.47" or "32.0.15.7247"`;
}

export const driver: Check = ({ file: { submission }, measurements }) => {
  const ofForm = submission.machine.gpus.flatMap((gpu, index): CheckFinding[] => {
    const problem = formProblem(gpu);
    if (problem === null) return [];
    const text = `machine.gpus.${index}.driver ${problem}; measure again`;
    return [{ check: 'p28-driver', severity: 'reject', measurement: null, text }];
  });
  const others = measurements.flatMap((measurement) => {
    if (measurement.cell.device.kind !== 'gpu') return [];
    const doubts = [...driverDoubts(measurement, submission), cudaDoubt(measurement)];
    return doubts.flatMap((doubt): CheckFinding[] => {
      if (doubt === null) return [];
      const [severity, text] = doubt;
      return [{ check: 'p28-driver', severity, measurement, text }];
    });
  });
  return [...ofForm, ...others];
};
