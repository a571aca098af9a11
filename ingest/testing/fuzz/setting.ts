/** @file The machine of a generated file, and how it is measured. */
import type { Preset } from '../../../data/contract/words.ts';
import type { Random } from '../random.ts';
import type { Model } from './machines.ts';
import type { Noise } from './noise.ts';

/** How the load of a run was recorded: Windows is watched before each repetition, and in some sandboxes nothing is read. */
export type Recorder = 'loop' | 'before' | 'none';

export interface Setting {
  random: Random;
  model: Model;
  preset: Preset;
  noise: Noise;
  recorder: Recorder;
  /** Share of the logical processors that a worker keeps busy: its cores at least, all of them at most. */
  used: number;
  /** How well this machine is used, compared with those of the templates. */
  efficiency: number;
}
