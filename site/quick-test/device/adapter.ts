/** @file Looks for a GPU that the browser offers, when the page opens and again before measuring. Small: the page loads it at first. */
import { isSoftwareGpu } from '../../../data/derive/device-names.ts';

/** Facts from WebGPU, often only vendor and family on purpose. An empty string means that the browser hides the fact. */
export interface AdapterFacts {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** Whether the browser reports that the adapter is emulated by the CPU. */
  fallback: boolean;
  /** Whether it computes in float16. */
  half: boolean;
}

/**
 * Why the GPU cannot be measured: the page was not opened over HTTPS; the browser has no WebGPU; it has, but offers no GPU;
 * it does not answer; or asking fails.
 */
export type NoGpu = 'insecure' | 'unsupported' | 'none' | 'silent' | 'refused';

/** What the browser answers when it is asked for a GPU. */
export type Answer = { gpu: AdapterFacts } | { noGpu: NoGpu };

/** A browser that offers no GPU answers within milliseconds, one that starts its GPU process within a second. */
const PATIENCE_MS = 5000;

/** Resolves to `late` if the promise takes longer. */
export async function within<Value, Late>(
  promise: Promise<Value>,
  late: Late,
  ms = PATIENCE_MS,
): Promise<Value | Late> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    clearTimeout(timer);
  }
}

/** The fastest adapter, as the measuring worker requests it. Rejects where the browser does. */
export const requestAdapter = (): Promise<GPUAdapter | null> =>
  navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });

export function factsOf({
  info,
  features,
}: Pick<GPUAdapter, 'features'> & { info?: Partial<GPUAdapterInfo> }): AdapterFacts {
  // Browsers of 2023 tell nothing here.
  const { vendor = '', architecture = '', device = '', description = '', isFallbackAdapter } = info ?? {};
  return {
    vendor,
    architecture,
    device,
    description,
    fallback: isFallbackAdapter === true,
    half: features.has('shader-f16'),
  };
}

/** Asks the browser for a GPU, without opening a device on it. Never rejects. */
export async function askForGpu(): Promise<Answer> {
  if (!isSecureContext) return { noGpu: 'insecure' };
  if (!navigator.gpu) return { noGpu: 'unsupported' };
  try {
    const adapter = await within(requestAdapter(), 'silent' as const);
    if (adapter === 'silent') return { noGpu: 'silent' };
    return adapter === null ? { noGpu: 'none' } : { gpu: factsOf(adapter) };
  } catch {
    return { noGpu: 'refused' };
  }
}

/** Whether the CPU emulates the GPU: SwiftShader, Mesa's drivers, Windows' WARP. */
export const isEmulated = ({ fallback, vendor, architecture, device, description }: AdapterFacts): boolean =>
  fallback || isSoftwareGpu([vendor, architecture, device, description].join(' '));

/** Vendor and family as the browser tells them: "nvidia turing"; empty if it hides both. */
export const familyOf = ({ vendor, architecture }: AdapterFacts): string =>
  [vendor, architecture].filter((text) => text !== '').join(' ');

const reasons: Record<NoGpu, string> = {
  insecure:
    'this page was not opened over HTTPS, and browsers offer WebGPU only to secure pages. Open the same address with https://, or as http://localhost on this machine.',
  unsupported: 'this browser has no WebGPU, or it is turned off.',
  none: 'this browser has WebGPU, but found no GPU that it can use.',
  silent: 'this browser has WebGPU, but does not answer when it is asked for a GPU.',
  refused: 'this browser has WebGPU, but refuses access to a GPU.',
};

/**
 * What the page says of the answer, in a few sentences.
 * @param isolated Whether the page may share memory between threads
 */
export function answerText(answer: Answer, isolated: boolean): string {
  if ('noGpu' in answer) {
    return `The GPU cannot be measured: ${reasons[answer.noGpu]} The test of the CPU works${isolated ? '' : ', with one thread'}.`;
  }
  if (isEmulated(answer.gpu)) {
    return 'This browser offers a software adapter only: the CPU emulates a GPU. Its result says nothing about a real GPU.';
  }
  const family = familyOf(answer.gpu);
  return family === ''
    ? 'This browser offers a GPU and hides its name.'
    : `This browser offers a GPU: ${answer.gpu.description || answer.gpu.device || family}.`;
}
