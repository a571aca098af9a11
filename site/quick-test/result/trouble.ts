/** @file Explains failures in terms of what the visitor can do about them. Pure. */
import type { Outcome } from '../../../data/contract/outcome.ts';
import type { DeviceKind } from '../../../data/contract/words.ts';

export interface Trouble {
  what: string;
  remedy: string;
}

/** The browser offered a GPU when the page opened, but gives no device on it. */
export const noDevice: Trouble = {
  what: 'The browser gave no access to the GPU. So the CPU is measured.',
  remedy:
    'Reload this page and start again. Turn on hardware acceleration in the browser’s settings, update the graphics driver and restart the browser. In Chrome and Edge, the page chrome://gpu shows why WebGPU is off.',
};

/** An exception outside of the workers. */
export function crash(error: unknown): Trouble {
  return {
    what: `The test could not run: ${error instanceof Error ? error.message : String(error)}`,
    remedy:
      'Reload this page and start again. A network problem or an extension that blocks scripts can cause this.',
  };
}

const lost: Trouble = {
  what: 'The graphics driver took the GPU away from the browser (device lost).',
  remedy:
    'What was measured before is kept. Wait a few seconds and start again. If it happens every time, update the graphics driver or restart the browser.',
};

/** The engine of the CPU computes all parts that are measured on it, or none, for example without SIMD. */
const cpuUnsupported = (reason: string): Trouble => ({
  what: `This browser cannot measure the CPU. The reason: ${reason}.`,
  remedy: 'Update the browser and start again. The command line measures without a browser.',
});

/** Words of a device in sentences. */
const words = {
  gpu: {
    name: 'GPU',
    wrong: 'Update the browser and the graphics driver, undo any overclocking, and start again.',
    memory: 'Close other tabs and programs that use the GPU, and start again.',
    hanging: 'Close other programs that use the GPU, reload this page, and start again.',
  },
  cpu: {
    name: 'CPU',
    wrong: 'Update the browser, undo any overclocking, and start again.',
    memory: 'Close other tabs and programs, and start again.',
    hanging: 'Close other programs, reload this page, and start again.',
  },
} as const satisfies Record<DeviceKind, Record<string, string>>;

/**
 * What went wrong with a cell; null for a correct result and for a cell that was left out.
 * @param name The cell, for example "Matrix product, float32, 4096 × 4096"
 */
export function troubleOf(
  name: string,
  kind: DeviceKind,
  outcome: Outcome,
  deviceLost: boolean,
): Trouble | null {
  const device = words[kind];
  switch (outcome.status) {
    case 'ok':
      return outcome.check.passed
        ? null
        : {
            what: `${name}: the ${device.name} computed a wrong result, so its speed does not count.`,
            remedy: device.wrong,
          };
    case 'skipped':
      return null;
    case 'unsupported':
      return kind === 'cpu' ? cpuUnsupported(outcome.reason) : null;
    case 'out-of-memory':
      return {
        what: `${name}: there is not enough memory.`,
        remedy: device.memory,
      };
    case 'timeout':
      return {
        what: `${name}: the ${device.name} stopped responding, so the test was stopped.`,
        remedy: device.hanging,
      };
    default:
      return deviceLost
        ? lost
        : {
            what: `${name}: failed. The reason: ${outcome.reason.replace(/[\s.]*$/, '')}.`,
            remedy:
              'Start again. If it happens every time, reload the page without extensions or try another browser.',
          };
  }
}
