/** @file Selects the language models of a run and lists their cells on an engine and a device. Pure. */
import type { Cell, Device } from '../../data/contract/cell.ts';
import { newCell } from '../../data/contract/new-cell.ts';
import type { EngineId, Mode, Recipe } from '../../data/contract/words.ts';
import { generatedModels } from '../language-model/generated.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { LanguageModelWorkload } from '../workloads/workload.ts';
import type { Choice } from './choice.ts';
import { presets } from './presets.ts';

/** The model given by --model, else those that the runner generates for the preset. */
export function modelsOf({ preset }: Pick<Choice, 'preset'>, named: ModelFile | null): ModelFile[] {
  return named === null ? presets[preset].languageModels.map((format) => generatedModels[format]) : [named];
}

/** The cells of the language models. A file has a fixed dtype, so models with another dtype are left out. */
export function languageModelCells(
  workload: LanguageModelWorkload,
  engine: EngineId,
  device: Device,
  { dtype, sequenceLength, gpuLayers }: Choice,
  models: readonly ModelFile[],
  ways: readonly { mode: Mode; recipe: Recipe }[],
): Cell[] {
  const layers = gpuLayers === 'max' ? null : gpuLayers;
  return ways.flatMap(({ mode, recipe }) =>
    models
      .filter((model) => dtype === null || model.dtype === dtype)
      .map((model) =>
        newCell({
          workload: workload.id,
          mode,
          engine,
          device,
          recipe,
          dtype: model.dtype,
          sequenceLength: sequenceLength ?? workload.tokens[mode === 'prompt' ? 'prompt' : 'generate'],
          languageModel: { ...model.facts, gpuLayers: device.kind === 'cpu' ? 0 : layers },
        }),
      ),
  );
}
