/** @file Templates of work that no committed result has: training to a target, and copies, from those of training and of products. */
import { findEngine } from '../../../data/catalogue/index.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import { okOf } from '../proof.ts';
import type { Template } from './template.ts';
import { isTrained } from './training.ts';

/** Rows and columns of the matrix that the runner copies (`runner/plan/cells.ts`). */
const COPY_SIZE = 8192;

const canCopy = ({ engine }: Cell): boolean => findEngine(engine).workloads.includes('copy');

/** The template with another cell, which is checked as that cell is. */
function withCell({ measurement, ...template }: Template, cell: Cell): Template {
  const { check } = okOf(cell, measurement.outcome.repetitions);
  return { ...template, measurement: { ...measurement, cell, outcome: { ...measurement.outcome, check } } };
}

/** Training to a target of the nets that are trained to one, in the recipe that the presets choose. */
function trainingOf(template: Template): Template[] {
  const { cell } = template.measurement;
  if (cell.mode !== 'train' || cell.recipe !== 'optimized' || !isTrained(cell.workload)) return [];
  return [withCell(template, { ...cell, mode: 'converge' })];
}

/** The copy that each preset measures beside products. */
function copyOf(template: Template): Template[] {
  const { cell } = template.measurement;
  if (cell.workload !== 'matmul' || cell.dtype !== 'float32' || cell.recipe !== 'optimized' || !canCopy(cell))
    return [];
  const { measurement, ...copied } = withCell(template, { ...cell, workload: 'copy', size: COPY_SIZE });
  // The memory and the power are those of a product.
  const outcome = { ...measurement.outcome, peakMemory: null, power: null };
  return [
    {
      ...copied,
      measurement: { ...measurement, outcome, metric: 'gigabytesPerSecond', achievedTflops: null },
    },
  ];
}

/** One template of each kind of work. */
function distinct(templates: readonly Template[]): Template[] {
  const keyOf = ({ measurement, submission }: Template) =>
    JSON.stringify([measurement.cell, submission.machine.cpu?.name, submission.machine.gpus[0]?.name]);
  return [...new Map(templates.map((one) => [keyOf(one), one])).values()];
}

/** The templates that follow from those of committed results. */
export const derivedTemplates = (templates: readonly Template[]): Template[] =>
  distinct(templates.flatMap((one) => [...trainingOf(one), ...copyOf(one)]));
