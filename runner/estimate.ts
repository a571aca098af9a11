/** @file How long a repetition will take, roughly, before anything is known but the kind of device. */
import type { Device } from '../data/contract/cell.ts';
import type { Machine } from '../data/contract/submission.ts';
import type { Timing } from './protocol.ts';

/** Starting a process, loading an engine, building a model. */
const START_UP_MS = 2500;
/** Steps outside the timing: the cold start and the optimiser steps of the check. */
const UNTIMED_STEPS = 5;
/** What a step costs beside its arithmetic: dispatch of its operations. */
const STEP_OVERHEAD_MS = 10;
/** Guesses of what is reached, in FLOP/s: a core, a GPU, a GPU that the CPU emulates. They steer only the waiting time. */
const REACHED = { cpuCore: 10e9, gpu: 1e12, software: 1e9 };

/** @param flops Floating-point operations of one step. */
export function estimateRepetitionMs(
  flops: number,
  timing: Timing,
  device: Device,
  machine: Machine,
): number {
  const cores = Math.min(machine.cpu?.physicalCores ?? 1, 16);
  const hardware = device.kind === 'gpu' ? REACHED.gpu : REACHED.cpuCore * cores;
  const stepMs = STEP_OVERHEAD_MS + (flops / (device.software ? REACHED.software : hardware)) * 1000;
  const warmUpMs = Math.max(timing.minWarmUpMs, timing.minWarmUpSteps * stepMs);
  const wanted = Math.max(timing.minMeasureMs, timing.minSamples * stepMs);
  const measureMs =
    timing.exactSamples === null
      ? Math.max(stepMs, Math.min(timing.maxMeasureMs, wanted))
      : timing.exactSamples * stepMs;
  return Math.round(START_UP_MS + UNTIMED_STEPS * stepMs + warmUpMs + measureMs);
}
