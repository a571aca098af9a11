/** @file Tests how language models are planned: engines, models and GPU layers. */
import { describe, expect, it } from 'vitest';
import { cellId, type Device } from '../../data/contract/cell.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { parseMachine } from '../detect/parse.ts';
import { engines } from '../engines/index.ts';
import { generatedModels } from '../language-model/generated.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import { m1Max } from '../testing/machines.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { describeCell } from '../text/describe-cell.ts';
import { typeScriptWorker } from '../worker/command.ts';
import { workloads } from '../workloads/index.ts';
import type { Choice } from './choice.ts';
import { type Facts, makePlan } from './plan.ts';

const cpu: Device = { kind: 'cpu', api: 'none', name: 'Some CPU', software: false };
const gpu: Device = { kind: 'gpu', api: 'metal', name: 'Some GPU', software: false };

/** The real declaration of the engine, which decides how it is chosen. */
const declared = (id: EngineId) => engines.find((one) => one.id === id)!;
const engine = (id: EngineId): Engine => ({
  id,
  computes: declared(id).computes,
  preference: declared(id).preference,
  deviceKinds: ['gpu', 'cpu'],
  ...typeScriptWorker('/nowhere.ts'),
  unsupported: ({ workload }) =>
    (workload === 'llm') === (id === 'llama.cpp' || id === 'mlx-lm') ? null : 'not this one',
  setup: null,
});
const works = (...devices: Device[]): Probe => ({ available: true, version: '1', devices, observed: {} });
const missing: Probe = { available: false, reason: 'not set up', remedy: 'set it up' };

const facts = (probes: Partial<Record<EngineId, Probe>>, model: ModelFile | null = null): Facts => ({
  machine: parseMachine(m1Max),
  engines: [engine('tfjs-wasm'), engine('mlx-lm'), engine('llama.cpp')],
  probes: new Map(Object.entries(probes) as [EngineId, Probe][]),
  workloads,
  seed: 7,
  model,
});
const both = { 'tfjs-wasm': works(cpu), 'llama.cpp': works(gpu, cpu), 'mlx-lm': works(gpu) };

const choose = (changes: Partial<Choice> = {}) => sampleChoice({ workloads: ['llm'], ...changes });
const ids = (plan: ReturnType<typeof makePlan>) => plan.cells.map(({ cell }) => cellId(cell)).toSorted();

describe('language models in the plan', () => {
  it('are measured on the CPU only and with all layers on the GPU', () => {
    expect(ids(makePlan(choose(), facts(both)))).toEqual([
      'llm/generate/llama.cpp/cpu/optimized/quantized/l128/Q4_0/d30dad83/ngl0',
      'llm/generate/llama.cpp/gpu/optimized/quantized/l128/Q4_0/d30dad83/nglmax',
      'llm/prompt/llama.cpp/cpu/optimized/quantized/l512/Q4_0/d30dad83/ngl0',
      'llm/prompt/llama.cpp/gpu/optimized/quantized/l512/Q4_0/d30dad83/nglmax',
    ]);
  });

  it('are measured in addition to the nets in every preset but the shortest', () => {
    const enginesOf = (preset: Choice['preset']) => {
      const { cells } = makePlan(choose({ preset, workloads: null }), facts(both));
      const llms = cells.filter(({ cell }) => cell.workload === 'llm');
      expect(cells.filter(({ cell }) => cell.workload !== 'llm').length).toBeGreaterThan(0);
      return new Set(llms.map(({ cell }) => `${cell.engine} ${cell.device.kind}`));
    };
    expect(enginesOf('smoke')).toEqual(new Set());
    for (const preset of ['quick', 'standard', 'full'] as const)
      expect(enginesOf(preset)).toEqual(new Set(['llama.cpp gpu', 'llama.cpp cpu']));
  });

  it('include 8-bit weights from the standard preset on; only the files of measured models are needed', () => {
    const formats = (preset: Choice['preset']) =>
      makePlan(choose({ preset }), facts(both)).models.map(({ facts: { quantization } }) => quantization);
    expect([formats('smoke'), formats('quick'), formats('standard')]).toEqual([
      ['Q4_0'],
      ['Q4_0'],
      ['Q4_0', 'Q8_0'],
    ]);
    expect(makePlan(choose({ workloads: ['mnist-cnn'] }), facts(both)).models).toEqual([]);
  });

  it('use the next engine if the first does not work', () => {
    const { cells } = makePlan(choose(), facts({ ...both, 'llama.cpp': missing }));
    expect(new Set(cells.map(({ cell }) => `${cell.engine} ${cell.device.kind}`))).toEqual(
      new Set(['mlx-lm gpu']),
    );
  });

  it('become a note if no engine is set up, and an outcome if they were requested', () => {
    const nowhere = facts({ 'tfjs-wasm': works(cpu), 'llama.cpp': missing, 'mlx-lm': missing });
    const unasked = makePlan(choose({ workloads: null }), nowhere);
    expect(unasked.notes).toContainEqual(
      'No language model will be measured: llama.cpp does not work on this machine: not set up; to fix it: set it up',
    );
    expect(unasked.impossible.filter(({ cell }) => cell.workload === 'llm')).toEqual([]);
    const asked = makePlan(choose(), nowhere);
    expect(asked.impossible.map(({ outcome }) => outcome)).toEqual([
      { status: 'unsupported', reason: expect.stringContaining('not set up') },
      { status: 'unsupported', reason: expect.stringContaining('not set up') },
    ]);
  });

  it.each([
    [0, ['cpu 0']],
    [12, ['gpu 12']],
    ['max', ['gpu null']],
  ] as const)('with --gpu-layers %s run where those layers are', (gpuLayers, expected) => {
    for (const engines of [null, ['llama.cpp']] as const) {
      const { cells } = makePlan(choose({ gpuLayers, engines: engines && [...engines] }), facts(both));
      const seen = cells.map(({ cell }) => `${cell.device.kind} ${cell.languageModel?.gpuLayers}`);
      expect([...new Set(seen)]).toEqual(expected);
    }
  });

  it('become an outcome if layers are requested on a missing GPU', () => {
    const plan = makePlan(choose({ gpuLayers: 'max' }), facts({ 'llama.cpp': works(cpu) }));
    expect([plan.cells.length, plan.impossible.length]).toEqual([0, 2]);
    expect(plan.impossible[0]?.outcome).toMatchObject({
      reason: expect.stringContaining('finds no gpu on this machine'),
    });
  });

  it("come from the named file, with the file's facts", () => {
    const named: ModelFile = {
      facts: { ...generatedModels.q4_0.facts, name: 'Mine', quantization: 'F16', generated: false },
      dtype: 'float16',
      source: { path: '/m.gguf' },
    };
    const plan = makePlan(choose({ preset: 'standard', device: 'cpu' }), facts(both, named));
    expect(plan.models).toEqual([named]);
    expect(plan.cells.map(({ cell: { dtype, languageModel } }) => [dtype, languageModel?.name])).toEqual([
      ['float16', 'Mine'],
      ['float16', 'Mine'],
    ]);
  });

  it('are all that an engine for language models runs if no workload was named', () => {
    const of = (changes: Partial<Choice>) => {
      const { cells, impossible } = makePlan(choose({ workloads: null, ...changes }), facts(both));
      return new Set(
        [...cells, ...impossible].map(({ cell }) => `${cell.engine} ${cell.workload === 'llm'}`),
      );
    };
    expect(of({ engines: ['llama.cpp'] })).toEqual(new Set(['llama.cpp true']));
    expect(of({ engines: ['tfjs-wasm'] })).toEqual(new Set(['tfjs-wasm false']));
    expect(of({ engines: ['tfjs-wasm'], workloads: ['llm'] })).toEqual(new Set(['tfjs-wasm true']));
  });

  it.each([
    [{ dtype: 'float32' }, '--dtype float32 does not apply: the language model is quantized (Q4_0)'],
  ] as const)('refuse %j', (changes, message) => {
    expect(() => makePlan(choose(changes as Partial<Choice>), facts(both))).toThrow(message);
  });

  it('use the requested number of tokens and are described by their facts', () => {
    const { cells } = makePlan(choose({ sequenceLength: 64, gpuLayers: 3 }), facts(both));
    expect(cells.map(({ cell }) => describeCell(cell))).toEqual([
      'llm prompt · optimized · llama.cpp on gpu · quantized · length 64 · Q4_0 · 3 layers on the GPU',
      'llm generate · optimized · llama.cpp on gpu · quantized · length 64 · Q4_0 · 3 layers on the GPU',
    ]);
  });

  it('are expected to take longer on a CPU and with larger weights', () => {
    const estimate = (preset: Choice['preset'], kind: 'cpu' | 'gpu', quantization: string) =>
      makePlan(choose({ preset, modes: ['generate'] }), facts(both)).cells.find(
        ({ cell }) => cell.device.kind === kind && cell.languageModel?.quantization === quantization,
      )!.estimateMs;
    const small = estimate('standard', 'cpu', 'Q4_0');
    expect(estimate('standard', 'gpu', 'Q4_0')).toBeLessThan(small);
    expect(estimate('standard', 'cpu', 'Q8_0')).toBeGreaterThan(small);
  });
});
