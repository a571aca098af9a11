/**
 * @file Versions exist: Node, engines and what they are built with are released, on the day of the run, and belong together.
 */
import { findEngine } from '../../../data/catalogue/index.ts';
import { findReleases } from '../../../data/catalogue/releases.ts';
import { type Software, softwareSchema } from '../../../data/contract/tables/release.ts';
import { findReleaseFault } from '../../../data/derive/releases.ts';
import { rememberedText } from '../../../data/derive/remembered-text.ts';
import { readEngineVersion } from '../../../data/derive/version.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';

type Doubt = readonly [Severity, string];

const names: Readonly<Record<Software, string>> = {
  node: 'Node',
  pytorch: 'PyTorch',
  tensorflow: 'TensorFlow',
  keras: 'Keras',
  jax: 'JAX',
  mlx: 'MLX',
  'mlx-lm': 'MLX LM',
  cuda: 'CUDA',
};

const REMEDY = 'set the clock of the machine, if it was wrong, and measure again';

const listed: ReadonlySet<string> = new Set(softwareSchema.options);

const isSoftware = (name: string): name is Software => listed.has(name);

function doubtOf(software: Software, version: string, preview: boolean, dayMs: number): Doubt | null {
  const fault = findReleaseFault(findReleases(software), version, preview, dayMs);
  if (fault === null) return null;
  const text = `${names[software]} ${version} ${fault.text}`;
  return fault.impossible ? ['reject', `${text}; ${REMEDY}`] : ['quarantine', text];
}

/** Whether a package is for another toolkit than the one that it reports: "cu130" is CUDA 13.0, "rocm6.4" HIP 6.4. */
function isOtherBuild(wheel: string, build: string | null, toolkit: string): boolean {
  if (wheel === 'cpu') return build !== null;
  const [, cuda, minor] = /^cu(\d{2})(\d)$/.exec(wheel) ?? [];
  if (cuda !== undefined) return build !== 'CUDA' || toolkit !== `${cuda}.${minor}`;
  const [, rocm] = /^rocm(\d+\.\d+)(?:\.\d+)?$/.exec(wheel) ?? [];
  return rocm !== undefined && (build !== 'HIP' || !toolkit.startsWith(`${rocm}.`));
}

function engineDoubts({ cell, outcome }: Measurement, dayMs: number): Doubt[] {
  const found = readEngineVersion(findEngine(cell.engine).versions, outcome.engineVersion);
  // Another check tells it.
  if (found === null) return [];
  const { number, build, parts } = found;
  const { preview, toolkit, wheel, ...others } = parts;
  const doubts: (Doubt | null)[] = isSoftware(cell.engine)
    ? [doubtOf(cell.engine, number, preview !== undefined, dayMs)]
    : [];
  for (const [name, version] of Object.entries(others))
    if (isSoftware(name) && version !== undefined) doubts.push(doubtOf(name, version, false, dayMs));
  if (build === 'CUDA' && /^\d+\.\d+/.test(toolkit ?? ''))
    doubts.push(doubtOf('cuda', toolkit!, false, dayMs));
  if (wheel !== undefined && isOtherBuild(wheel, build, toolkit ?? ''))
    doubts.push([
      'reject',
      `engineVersion "${outcome.engineVersion}" names two different builds; measure again`,
    ]);
  return doubts.filter((doubt) => doubt !== null);
}

const nodeVersionOf = rememberedText((runtime) => /^Node (\d+\.\d+\.\d+)$/.exec(runtime)?.[1] ?? null);

export const releases: Check = ({ file: { submission }, measurements }) => {
  const dayMs = Date.parse(submission.finishedAt);
  const node = nodeVersionOf(submission.runner.runtime);
  const ofNode = node === null ? null : doubtOf('node', node, false, dayMs);
  const toFinding = ([severity, text]: Doubt, measurement: Measurement | null): CheckFinding => ({
    check: 'release',
    severity,
    measurement,
    text,
  });
  const engines = new Map<string, Doubt[]>();
  const found: CheckFinding[] = [];
  if (ofNode !== null && ofNode[0] === 'reject') found.push(toFinding(ofNode, null));
  for (const measurement of measurements) {
    const key = `${measurement.cell.engine} ${measurement.outcome.engineVersion}`;
    const doubts = engines.get(key) ?? engineDoubts(measurement, dayMs);
    engines.set(key, doubts);
    const all = ofNode !== null && ofNode[0] !== 'reject' ? [ofNode, ...doubts] : doubts;
    found.push(...all.map((doubt) => toFinding(doubt, measurement)));
  }
  return found;
};
