/**
 * @file P25: a file whose times contradict themselves in several results, a device beyond its peak and an engine that computed
 * elsewhere are doubted in the other results, too.
 */
import type { Measurement } from '../values/measurement.ts';
import type { CheckFinding, Subject } from './contract/check.ts';
import { isRepeated } from './physics/duration.ts';

/** Checks whose findings mean that times or counts were changed, or that the clock was wrong. */
const ofTimes: ReadonlySet<string> = new Set([
  'p10-copy',
  'p10-not-measured',
  'p10-odd-samples',
  'p17-loop-time',
  'p18-short',
  'p18-long',
  'p19-fast-step',
  'p21-counts',
  'p22-thinning',
  'p27-clock',
  'p33-agreement',
  'p34-warm-up',
  'items-per-sample',
]);

/** Checks against physics: only values beyond its bounds count, because peaks are listed too low now and then. */
const ofPhysics: ReadonlySet<string> = new Set([
  'p1-over-peak',
  'p3-too-fast',
  'p4-too-fast',
  'p5-too-fast',
  'p24-over-bandwidth',
]);

/** What --repeat explains. */
const ofDuration: ReadonlySet<string> = new Set(['p18-short', 'p18-long']);

const contradicts = ({ check, severity }: CheckFinding): boolean =>
  ofTimes.has(check) || (ofPhysics.has(check) && severity !== 'flag');

/** One finding may be chance; two of one run are not, unless it has very many results. */
const FEWEST = 2;
const SHARE = 0.25;

/** Checks that compare a recorded time with the rule by which the runner ends its loops, where nothing is left to chance. */
const ofRecordedTime: ReadonlySet<string> = new Set(['p18-short', 'p34-warm-up']);

/** Whether chance cannot explain a finding: the worker's own clock says when the loop ended. */
const isCertain = ({ check, measurement }: CheckFinding): boolean =>
  ofRecordedTime.has(check) &&
  measurement?.outcome.repetitions.every(({ elapsedNs }) => elapsedNs !== undefined) === true;

const flagFor = (measurement: Measurement, text: string): CheckFinding => ({
  check: 'p25-doubted-file',
  severity: 'flag',
  measurement,
  text: `${text}, so this one is doubted, too`,
});

/** Flags for all results of a file whose times or counts are false in some. */
function ofFile(findings: readonly CheckFinding[], subject: Subject): CheckFinding[] {
  const { measurements } = subject;
  const explained = isRepeated(subject) ? ofDuration : new Set();
  const contradicting = findings.filter((one) => contradicts(one) && !explained.has(one.check));
  const found = new Set(contradicting.flatMap(({ measurement }) => measurement ?? []));
  const fewest = contradicting.some(isCertain) ? 1 : FEWEST;
  if (found.size < Math.max(fewest, SHARE * measurements.length)) return [];
  const text = `the times or counts of ${found.size} of the ${measurements.length} results of this file are not plausible`;
  return measurements.map((measurement) => flagFor(measurement, text));
}

/** The results of one device; in one dtype, which has a peak of its own. */
const deviceKey = ({ cell }: Measurement): string => `${cell.device.kind} ${cell.device.name}`;
const peakKey = (one: Measurement): string => `${deviceKey(one)} ${one.cell.dtype}`;

/** The results of one engine on one device. */
const engineKey = (one: Measurement): string => `${deviceKey(one)} ${one.cell.engine}`;

const keysOf = (findings: readonly CheckFinding[], keyOf: (one: Measurement) => string): Set<string> =>
  new Set(findings.flatMap(({ measurement }) => (measurement === null ? [] : [keyOf(measurement)])));

/**
 * Flags for all results of a device that computed far beyond its peak: the device, its precision or its clock is another one, and
 * a net that reaches a small share of a peak would not show it. A wrong precision cannot explain it in float32 elsewhere.
 */
function ofDevice(findings: readonly CheckFinding[], { measurements }: Subject): CheckFinding[] {
  const beyond = findings.filter(({ check, severity }) => ofPhysics.has(check) && severity !== 'flag');
  const inFull = beyond.filter(({ measurement }) => measurement?.cell.dtype === 'float32');
  const [inDtype, inAny] = [keysOf(beyond, peakKey), keysOf(inFull, deviceKey)];
  return measurements
    .filter((one) => inDtype.has(peakKey(one)) || inAny.has(deviceKey(one)))
    .map((one) => flagFor(one, 'another result of this file is far beyond the peak of the device'));
}

/** Whether an engine computed on another device than the file says. Convolutions may take less processor time than expected. */
const isElsewhere = ({ check, severity }: CheckFinding): boolean =>
  check === 'p30-device' || (check === 'p29-processor-time' && severity !== 'flag');

/** Flags for all results of an engine that computed elsewhere: a small net alone would not show it. */
function ofEngine(findings: readonly CheckFinding[], { measurements }: Subject): CheckFinding[] {
  const elsewhere = keysOf(findings.filter(isElsewhere), engineKey);
  return measurements
    .filter((one) => elsewhere.has(engineKey(one)))
    .map((one) =>
      flagFor(one, 'another result of the same engine was not computed on the device that this file names'),
    );
}

/** Flags for the results that are not doubted themselves; none if the others have too few contradictions. */
export function doubted(findings: readonly CheckFinding[], subject: Subject): CheckFinding[] {
  const own = new Set(
    findings.filter((one) => contradicts(one) || isElsewhere(one)).map(({ measurement }) => measurement),
  );
  const all = [...ofFile(findings, subject), ...ofDevice(findings, subject), ...ofEngine(findings, subject)];
  return all.filter(({ measurement }) => !own.has(measurement));
}
