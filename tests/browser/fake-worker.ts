/** @file Replaces what a page asks of its GPU: the names that WebGPU and WebGL report, and the workers of the quick test. */

/** Runs in the page: WebGPU and WebGL report an RTX 2070 with half precision. Real workers still use the real adapter. */
export function pretendToBeRtx2070(): void {
  const overrides = {
    vendor: 'nvidia',
    architecture: 'turing',
    device: '',
    description: '',
    isFallbackAdapter: false,
  };
  for (const [name, value] of Object.entries(overrides)) {
    Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => value });
  }
  Object.defineProperty(GPUAdapter.prototype, 'features', { get: () => new Set(['shader-f16']) });
  const renderer = 'ANGLE (NVIDIA, NVIDIA GeForce RTX 2070 (0x00001F02) Direct3D11 vs_5_0 ps_5_0, D3D11)';
  WebGLRenderingContext.prototype.getParameter = () => renderer;
}

/**
 * Runs in the page: every worker answers with the samples of a fast GPU, or of a CPU with 8 threads, in the time that they
 * take.
 * @param computed Workloads that real workers compute. They fit into any budget, because the others were so fast.
 */
export function answerLikeFastMachine(computed: readonly string[]): void {
  const RealWorker = Worker;
  /** Milliseconds of one pass on the GPU by workload. */
  const passMs: Record<string, number> = { attention: 6, 'mnist-cnn': 5, 'vgg16-cifar100': 180 };

  class FakeWorker {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    onerror: ((event: ErrorEvent) => void) | null = null;
    readonly #start: () => Worker;
    #real: Worker | null = null;

    constructor(url: URL, options: WorkerOptions) {
      this.#start = () => new RealWorker(url, options);
    }

    postMessage(request: {
      cell: Record<'workload' | 'dtype' | 'engine', string> & { size: number; batchSize: number };
    }) {
      const { cell } = request;
      if (computed.includes(cell.workload)) {
        this.#real = this.#start();
        this.#real.onmessage = (event) => this.onmessage?.(event);
        this.#real.onerror = (event) => this.onerror?.(event);
        this.#real.postMessage(request);
        return;
      }
      const onCpu = cell.engine === 'wasm';
      const float16 = cell.dtype === 'float16' ? 2 : 1;
      const gpuMs = passMs[cell.workload] ?? (0.05 + (2 * cell.size ** 3) / 5.2e9) / float16;
      const ms = onCpu ? 12 * gpuMs : gpuMs;
      const losses = {
        'mnist-cnn': [2.720635022, 2.285097616, 2.197078687, 2.295, 1.828],
        'vgg16-cifar100': [4.975422182, 3.440302148, 2.874934426, 2.827, 2.807],
      }[cell.workload];
      const error = losses
        ? { tolerance: 5e-3, passed: true, maxRelativeError: 3.2e-4 }
        : { tolerance: 1e-6, passed: true, maxRelativeError: 4.1e-7 };
      const samplesNs = Array.from({ length: 7 }, (_, i) => Math.round(ms * 1e6 * (1 + 0.002 * i)));
      const result = {
        type: 'result',
        engineVersion: '1',
        observed: onCpu ? { simd: true, relaxedSimd: true, threads: 8 } : {},
        repetition: {
          runIndex: 0,
          coldStartNs: 1e7,
          startUpNs: null,
          warmUpSteps: 2,
          steady: true,
          samplesNs,
          samplesThinned: 0,
          itemsPerSample: cell.batchSize ?? 1,
          convergence: null,
          load: null,
        },
        check: losses
          ? { kind: 'loss-trajectory', comparisons: [], measured: null, losses, ...error }
          : { kind: 'output', comparisons: [], measured: null, rows: 24, ...error },
        peakMemory: null,
        extrapolated: null,
      };
      this.#sendProgress(losses !== undefined);
      // Ingest refuses a run that was shorter than its cold starts, warm-ups and samples.
      this.#send(result, 10 + 2 * ms + samplesNs.reduce((sum, ns) => sum + ns, 0) / 1e6);
    }

    terminate() {
      this.onmessage = null;
      this.#real?.terminate();
    }

    /** Of a training with three of its steps. */
    #sendProgress(trains: boolean) {
      const progress = { type: 'progress', phase: 'measure', fraction: 0, remainingMs: null };
      this.#send(progress, 0);
      for (const step of trains ? [1, 2, 3] : []) {
        this.#send({ ...progress, trained: { step: 20 * step, loss: 3 / step } }, step);
      }
    }

    #send(data: unknown, afterMs: number) {
      setTimeout(() => this.onmessage?.({ data }), afterMs);
    }
  }
  Object.defineProperty(globalThis, 'Worker', { value: FakeWorker });
}
