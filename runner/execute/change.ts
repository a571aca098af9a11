/** @file What a correction of the estimates changes in a run, and how the terminal says so. */
import { counted } from '../../data/derive/counted.ts';
import type { Plan } from '../plan/plan.ts';
import type { Task } from '../plan/select.ts';
import { describeCell } from '../text/describe-cell.ts';

/** What a correction of the estimates has changed. */
export interface Change {
  dropped: Task[];
  added: Task[];
}

/** Cells that a note names; more are counted, and the report names what was left out in the end. */
const MOST_NAMED = 2;

const nameOf = (task: Task): string =>
  task.kind === 'cell' ? describeCell(task.planned.cell) : `batch sweep of ${task.batchSweep.first.workload}`;

const isSweep = ({ kind }: Task): boolean => kind === 'sweep';

function named(tasks: readonly Task[]): string {
  if (tasks.length <= MOST_NAMED) return tasks.map(nameOf).join(' and ');
  const [sweeps, cells] = [tasks.filter(isSweep), tasks.filter((task) => !isSweep(task))];
  const counts = [
    cells.length > 0 && counted(cells.length, 'cell'),
    sweeps.length > 0 && counted(sweeps.length, 'batch sweep'),
  ];
  return counts.filter((one) => one !== false).join(' and ');
}

/** One sentence about a change, for the terminal; null if nothing changed. */
export function describeChange({ dropped, added }: Change, choice: Plan['choice']): string | null {
  const within = choice.timeBudgetMs === null ? `the time of the ${choice.preset} preset` : 'the time budget';
  const parts = [
    ...(dropped.length === 0
      ? []
      : [
          `cells take longer than estimated: to keep to ${within}, the run leaves out ${named(dropped)} (use --time-budget for more time)`,
        ]),
    ...(added.length === 0 ? [] : [`there is time after all for ${named(added)}`]),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}
