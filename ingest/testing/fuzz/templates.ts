/** @file The committed results as templates: what each engine reports about a cell, and the share of the peak it reached. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSubmission } from '../../../data/contract/parse.ts';
import { onlySwept } from '../../../data/derive/batch-sweep.ts';
import { peakTflops } from '../../../data/derive/rate.ts';
import { sweepsOf } from '../../candidates/batch-sweep.ts';
import { measurementsOf } from '../../candidates/measured.ts';
import type { SubmissionFile } from '../../values/file.ts';
import { derivedTemplates } from './derived-templates.ts';
import type { Template } from './template.ts';

const folder = resolve(import.meta.dirname, '../../../data/submissions/suite-1');

/**
 * The files that are templates, by the hashes in their names. Not all of the folder: a submission that is added would change
 * every generated file.
 */
const chosen: ReadonlySet<string> = new Set([
  '1bdd07b6',
  '67d266af',
  '769c98b2',
  '7f4b4371',
  '9d08b7ae',
  'a26ea267',
  'b6b60ac2',
  'ca452e89',
  'ce156e3b',
  'f1df4172',
  '1eccd7e6',
  '44439102',
  '51fb70fb',
  '6891247a',
  'a595eb53',
]);

const hashIn = (name: string): string | undefined => /--([0-9a-f]{8})\.json$/.exec(name)?.[1];

/** A committed submission as a file of the repository. */
export function committedFiles(): SubmissionFile[] {
  return readdirSync(folder)
    .filter((name) => chosen.has(hashIn(name) ?? ''))
    .sort()
    .map((name, addedOrder) => {
      const path = `data/submissions/suite-1/${name}`;
      const bytes = readFileSync(join(folder, name));
      const parsed = parseSubmission(bytes, path);
      if (!parsed.ok) throw new Error(`${path}: ${parsed.problems[0]?.message}`);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { path, shown: path, submission: parsed.value, sha256, addedOrder, owner: 'maintainers' };
    });
}

/** A CPU that is not in the catalogue reaches its fastest product; a tenth above it is assumed to be its peak. */
const ABOVE_PRODUCT = 1.1;

/** Every measured result whose device has a known peak or a product in some committed file. */
export function templatesOf(files: readonly SubmissionFile[]): Template[] {
  const all = files.flatMap((file) => {
    // A batch of a sweep is not measured without the others.
    const swept = new Set([...onlySwept(sweepsOf(file.submission))].map(({ index }) => index));
    const { measurements } = measurementsOf(file);
    return measurements.flatMap((one) => (swept.has(one.index) ? [] : [{ file, measurement: one }]));
  });
  const fastest = new Map<string, number>();
  for (const { measurement } of all) {
    if (measurement.metric !== 'tflops') continue;
    const { name } = measurement.cell.device;
    fastest.set(name, Math.max(fastest.get(name) ?? 0, measurement.value));
  }
  const templates = all.flatMap(({ file, measurement }): Template[] => {
    const { cell, hardware, outcome } = measurement;
    if (cell.mode === 'converge' || outcome.check.passed === false) return [];
    const rated = peakTflops(hardware, cell.device.kind, cell.dtype === 'quantized' ? 'float32' : cell.dtype);
    const peak = rated?.value ?? ABOVE_PRODUCT * (fastest.get(cell.device.name) ?? 0);
    return peak === 0 ? [] : [{ measurement, peakTflops: peak, submission: file.submission }];
  });
  return [...templates, ...derivedTemplates(templates)];
}
