/** @file A chip of Apple has the memory, the cores and a version of macOS that it was sold with. */
import { hardwareVariants } from '../../../data/catalogue/resolve.ts';
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import type { EngineId } from '../../../data/contract/words.ts';
import { readProduct } from '../../../data/derive/product/product-name.ts';
import { compareVersions } from '../../../data/derive/version.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

const GIBIBYTE = 2 ** 30;

const CHIP = /^Apple (M\d+)(?: (?:Pro|Max|Ultra))?$/;

/**
 * The macOS with which the first computer of a generation was sold (Apple, "Mac models by macOS"; the MacBook Pro of 2023 with
 * M3 came with 13.5 to some).
 */
const firstSystem: Readonly<Record<string, string>> = {
  M1: '11.0',
  M2: '12.4',
  M3: '13.5',
  M4: '15.0',
  M5: '26.0',
};

/** The macOS that an engine needs (its notes for installation). */
const neededSystem: Partial<Record<EngineId, string>> = { mlx: '13.3', 'mlx-lm': '13.3' };
const neededOnGpu: Partial<Record<EngineId, string>> = { pytorch: '12.3', tensorflow: '12.0' };

/** The numbers at the beginning of the version of macOS; null if it has none. */
const numberOf = ({ platform, version }: Machine['os']): string | null =>
  platform === 'darwin' ? (/^\d+(?:\.\d+)*/.exec(version ?? '')?.[0] ?? null) : null;

const largest = (numbers: readonly (number | null)[]): number | null =>
  numbers.length === 0 || numbers.includes(null) ? null : Math.max(...numbers.map(Number));

/** The most cores of a chip among those that the catalogue lists; null if it lists none. */
const mostCores = (chip: string, kind: 'cpu' | 'gpu'): number | null =>
  largest(
    hardwareVariants(chip, kind).map(({ name }) => {
      const product = readProduct(name, kind);
      return (kind === 'cpu' ? product?.cpuCores : product?.gpuCores) ?? null;
    }),
  );

const mostMemory = (chip: string): number | null =>
  largest(hardwareVariants(chip, 'gpu').map(({ memoryGB }) => memoryGB?.value ?? null));

function machineProblems({ os, cpu, gpus, memoryBytes }: Machine): string[] {
  const chip = cpu?.name ?? '';
  const generation = CHIP.exec(chip)?.[1];
  if (cpu === null || generation === undefined) return [];
  const gibibytes = memoryBytes === null ? null : memoryBytes / GIBIBYTE;
  const most: readonly (readonly [what: string, value: number | null, most: number | null])[] = [
    ['machine.memoryBytes', gibibytes, mostMemory(chip)],
    ['machine.cpu.physicalCores', cpu.physicalCores, mostCores(chip, 'cpu')],
    ...gpus.map(
      ({ name, cores }, i) =>
        [`machine.gpus.${i}.cores`, cores, name === chip ? mostCores(chip, 'gpu') : null] as const,
    ),
  ];
  const problems = most.flatMap(([what, value, limit]) =>
    value === null || limit === null || value <= limit
      ? []
      : [
          `${what} is ${what.endsWith('Bytes') ? `${value} GiB` : value}, but an ${chip} has at most ${limit}`,
        ],
  );
  const [system, first] = [numberOf(os), firstSystem[generation]];
  if (system !== null && first !== undefined && compareVersions(system, first) < 0)
    problems.push(`machine.os.version is "${os.version}", but an ${chip} needs macOS ${first} or newer`);
  return problems;
}

/** What the system of a result's machine lacks for its engine; null if nothing. */
function engineProblem({ cell }: Measurement, { os, cpu }: Machine): string | null {
  const { engine, device } = cell;
  if (os.platform !== 'darwin') return null;
  if (neededSystem[engine] !== undefined && cpu?.vendor === 'Intel')
    return `${engine} on macOS runs on chips of Apple only, but the processor is "${cpu.name}"`;
  const needed = neededSystem[engine] ?? (device.kind === 'gpu' ? neededOnGpu[engine] : undefined);
  const system = numberOf(os);
  if (needed === undefined || system === null || compareVersions(system, needed) >= 0) return null;
  return `${engine} needs macOS ${needed} or newer on a ${device.kind}, but machine.os.version is "${os.version}"`;
}

/** An older system may be a guest of a newer one. */
const isGuest = ({ conditions }: Submission): boolean =>
  conditions.virtualisation !== null && conditions.virtualisation !== 'none';

export const apple: Check = ({ file: { submission }, measurements }) => {
  const { machine, runner } = submission;
  if (runner.origin === 'browser') return [];
  const finding = { check: 'apple', severity: 'reject' } as const;
  const ofMachine = isGuest(submission) ? [] : machineProblems(machine);
  return [
    ...ofMachine.map(
      (text): CheckFinding => ({ ...finding, measurement: null, text: `${text}; measure again` }),
    ),
    ...measurements.flatMap((measurement): CheckFinding[] => {
      const text = engineProblem(measurement, machine);
      return text === null ? [] : [{ ...finding, measurement, text: `${text}; measure again` }];
    }),
  ];
};
