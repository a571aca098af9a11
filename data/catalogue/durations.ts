/** @file How long the runner measured at a time: the durations of the presets, and those of its earlier versions. */
import * as z from 'zod';
import { type Duration, durationSchema, type Purpose, purposeSchema } from '../contract/rules.ts';
import { type Preset, presetSchema } from '../contract/words.ts';
import { checked } from './checked.ts';
import formerFile from './former-durations.json' with { type: 'json' };
import { rules } from './rules.ts';

/** Durations that a preset had before, from the history of `runner/plan/presets.ts`. */
const formerSchema = z.array(
  z.strictObject({
    /** When the runner got others. */
    until: z.iso.datetime(),
    preset: presetSchema,
    purposes: z.array(purposeSchema).min(1),
    duration: durationSchema,
  }),
);

const former = checked('former-durations.json', formerSchema, formerFile).map((one) => ({
  ...one,
  untilMs: Date.parse(one.until),
}));

/** A copy of the runner may be this much older than its newest version. */
const STALE_MS = 90 * 86_400_000;

/** The durations of one version of a preset. */
export type Durations = (purpose: Purpose) => Duration;

/**
 * The durations of each version of a preset by which a run may have measured at a time: of the version that the runner had
 * then, and of those up to 90 days before. A run has one version for all its cells. The newest comes first.
 * @param startedMs Milliseconds since the epoch.
 */
export function durationsAt(preset: Preset, startedMs: number): Durations[] {
  const changes = former.filter((one) => one.preset === preset).sort((a, b) => a.untilMs - b.untilMs);
  const ends = [...new Set(changes.map(({ untilMs }) => untilMs)), Number.POSITIVE_INFINITY];
  const versions = ends.map((endMs, i) => ({ beginMs: ends[i - 1] ?? 0, endMs }));
  return versions
    .filter(({ beginMs, endMs }) => startedMs >= beginMs && startedMs < endMs + STALE_MS)
    .reverse()
    .map(({ endMs }) => (purpose) => {
      const changed = changes.find((one) => one.untilMs >= endMs && one.purposes.includes(purpose));
      return changed?.duration ?? rules.presets[preset].durations[purpose];
    });
}
