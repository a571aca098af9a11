/** @file A submission in which every field of free text is filled, and its copies with one of them replaced. */

import type { Submission } from '../../../contract/submission.ts';
import { SCHEMA_VERSION } from '../../../contract/words.ts';
import { changeTexts } from '../fields.ts';
import { forms } from '../forms.ts';

const device = { kind: 'gpu', api: 'cuda', name: 'NVIDIA GeForce RTX 4070 SUPER', software: false } as const;

const cell = {
  workload: 'llm',
  mode: 'prompt',
  engine: 'llama.cpp',
  device,
  recipe: 'optimized',
  dtype: 'quantized',
  batchSize: null,
  size: null,
  sequenceLength: 512,
  languageModel: {
    name: 'Qwen2.5-0.5B shape, random weights',
    quantization: 'Q4_0',
    parameters: 494_032_768,
    activeParameters: null,
    bytes: 352_969_408,
    sha256: 'd30dad8301bc7a0281e6a37811535a109bc7549e71814ebcb6b4ef9ef456a726',
    generated: true,
    gpuLayers: null,
  },
} as const;

const filled: Submission = {
  schemaVersion: SCHEMA_VERSION,
  kind: 'submission',
  suiteVersion: 1,
  runner: { origin: 'cli', version: '0.1.0', commit: null, dirty: null, runtime: 'Node 24.21.0' },
  preset: 'smoke',
  startedAt: '2026-11-22T12:00:00.000Z',
  finishedAt: '2026-11-22T12:01:00.000Z',
  interrupted: false,
  machine: {
    os: { platform: 'linux', name: 'Ubuntu', version: '24.04.3 LTS', arch: 'x64' },
    cpu: { name: 'AMD Ryzen 9 7950X', vendor: 'AMD', physicalCores: 16, logicalCores: 32, baseGHz: 4.5 },
    gpus: [
      { name: device.name, vendor: 'NVIDIA', vramBytes: 12_878_610_432, driver: '580.159.04', cores: null },
    ],
    memoryBytes: 2 ** 36,
  },
  conditions: {
    powerSource: 'ac',
    lowPowerMode: false,
    loadAverage: 0,
    freeMemoryBytes: 2 ** 35,
    virtualisation: 'none',
    cpuLimit: null,
    cpuAffinity: null,
    memoryLimitBytes: null,
    throttled: null,
    bookend: null,
  },
  seed: 1,
  resumedAt: [],
  pricePerHourUsd: null,
  results: [
    {
      cell,
      outcome: {
        status: 'ok',
        engineVersion: 'llama-bench 6123 (a1b2c3d4)',
        observed: { threads: 16, layout: 'NHWC' },
        repetitions: [
          {
            runIndex: 0,
            coldStartNs: 1_234_567,
            startUpNs: 900_000_000,
            warmUpSteps: 3,
            steady: true,
            samplesNs: [1_000_123, 1_000_457],
            samplesThinned: 0,
            itemsPerSample: 512,
            convergence: null,
            load: null,
          },
        ],
        check: { kind: 'none', why: 'the program times itself', maxRelativeError: null, passed: null },
        peakMemory: null,
        power: {
          source: 'nvml-power',
          scope: 'gpu',
          idleWatts: 10,
          samples: [{ atNs: 1, watts: 100 }],
          lost: 'nvidia-smi ended with exit code 15',
        },
        extrapolated: null,
      },
    },
    {
      cell: { ...cell, sequenceLength: 1024 },
      outcome: { status: 'failed', reason: 'it broke', repetitions: [] },
    },
  ],
};

/** Whether the contract allows a text as the name of a setting; others cannot occur in a file. */
const isSettingName = (text: string): boolean => /^[a-zA-Z][a-zA-Z0-9.]{0,39}$/.test(text);

/** A copy for each field of free text that has `text` there, with the field's place. */
export function sampleTexts(text: string): [field: string, submission: Submission][] {
  const fields: string[] = [];
  changeTexts(filled, (old, form, field) => {
    if (form !== forms.setting || isSettingName(text))
      fields.push(`${field}\n${form === forms.setting ? old : ''}`);
    return old;
  });
  return fields.map((key) => {
    const [place = '', name = ''] = key.split('\n');
    const changed = changeTexts(filled, (old, form, field) => {
      const isHere =
        field === place && (form === forms.setting) === (name !== '') && (name === '' || name === old);
      return isHere ? text : old;
    });
    return [place, changed];
  });
}
