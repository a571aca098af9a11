/** @file How long the runner measured at a time: the durations of the presets, and those of its earlier versions. */
import * as z from 'zod';
import { type Duration, durationSchema, type Purpose, purposeSchema } from '../contract/rules.ts';
import { type Preset, presetSchema } from '../contract/words.ts';
import formerFile from './former-durations.json' with { type: 'json' };
import { rules } from './rules.ts';

/** Durations that a preset had before, from the history of `runner/plan/presets.ts`. */
const former = z
  .array(
    z.strictObject({
      /** When the runner got others. */
      until: z.iso.datetime(),
      preset: presetSchema,
      purposes: z.array(purposeSchema).min(1),
      duration: durationSchema,
    }),
  )
  .parse(formerFile)
  .map((one) => ({ ...one, untilMs: Date.parse(one.until) }));

/** A copy of the runner may be this much older than its newest version. */
const STALE_MS = 90 * 86_400_000;

/**
 * The durations by which a run of a preset may have measured at a time: those that the runner had then or up to 90 days
 * before.
 * @param startedMs Milliseconds since the epoch.
 */
export function durationsAt(preset: Preset, purpose: Purpose, startedMs: number): Duration[] {
  const changes = former.filter((one) => one.preset === preset && one.purposes.includes(purpose));
  const newest = rules.presets[preset].durations[purpose];
  const known = changes.every(({ untilMs }) => startedMs >= untilMs);
  return [
    ...(known ? [newest] : []),
    ...changes.filter(({ untilMs }) => startedMs < untilMs + STALE_MS).map(({ duration }) => duration),
  ];
}
