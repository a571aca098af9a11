/** @file P18: the samples of a loop add up to what the counters of load and power saw of it. */
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';
import { type Loop, loopOf } from './loop-time.ts';

/** Shortest loop whose load was recorded alone (`runner/load/recorder.ts`); for a shorter one it is the whole repetition's. */
const ALONE_MS = 500;

/** How much longer the counters may run than the samples: they are read by another process, before and after the loop. */
const LATER_SHARE = 0.25;
const LATER_MS = 400;

/** The samples cannot last longer than the time around them; both clocks are right within this share. */
const CLOCKS = 0.01;

const seconds = (ms: number): string => `${(ms / 1000).toPrecision(3)} s`;

type Doubt = [Severity, string];

/** What the time around a loop says against its samples; null if nothing. */
function againstWall({ ms, uncertainty }: Loop, wallMs: number): Doubt | null {
  const [least, most] = [ms * (1 - uncertainty), ms * (1 + uncertainty)];
  if (least * (1 - CLOCKS) > wallMs) {
    return [
      'quarantine',
      `the samples add up to ${seconds(ms)}, but the loop lasted only ${seconds(wallMs)}`,
    ];
  }
  if (most < ALONE_MS || wallMs <= most * (1 + LATER_SHARE) + LATER_MS) return null;
  return ['quarantine', `the samples add up to ${seconds(ms)}, but the loop lasted ${seconds(wallMs)}`];
}

/** What the power readings say against the loops of all repetitions; null if nothing. */
function againstPower({ outcome }: Measurement, loops: readonly Loop[]): Doubt | null {
  const { power } = outcome;
  if (power === null) return null;
  const most = loops.reduce((sum, { ms, uncertainty }) => sum + ms * (1 + uncertainty), 0);
  const lastMs = Math.max(...power.samples.map(({ atNs }) => atNs)) / 1e6;
  if (lastMs <= most * (1 + LATER_SHARE) + LATER_MS * loops.length) return null;
  return ['flag', `the power readings cover ${seconds(lastMs)}, but the samples add up to ${seconds(most)}`];
}

function doubtsOf(measurement: Measurement): Doubt[] {
  const { repetitions } = measurement.outcome;
  const loops = repetitions.map(loopOf);
  const [wall] = loops.flatMap((loop, i) => {
    const load = repetitions[i]!.load;
    const found = load === null ? null : againstWall(loop, load.wallNs / 1e6);
    return found === null ? [] : [found];
  });
  const power = againstPower(measurement, loops);
  return [...(wall === undefined ? [] : [wall]), ...(power === null ? [] : [power])];
}

export const loopClock: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  return measurements
    .filter(({ cell }) => cell.mode !== 'converge')
    .flatMap((measurement) =>
      doubtsOf(measurement).map(
        ([severity, text]): CheckFinding => ({ check: 'p18-clocks', severity, measurement, text }),
      ),
    );
};
