/** @file Tells before a run what it will measure, how long that takes, and what will make its results worse. */

import { resolve } from 'node:path';
import type { Submission } from '../../data/contract/submission.ts';
import type { Reporter } from '../execute/events.ts';
import { Journal } from '../execute/journal.ts';
import { Schedule } from '../execute/schedule.ts';
import type { Choice } from '../plan/choice.ts';
import type { Plan } from '../plan/plan.ts';
import { describeLeftover, findLeftovers } from '../results/submission-file.ts';
import { findConditionProblems, findDriverProblems, findNameProblems } from './doctor.ts';
import { describeSilence, type Survey } from './survey.ts';

interface PlanFacts {
  /** File of the interrupted run to resume, and what it holds; null for a new run. */
  resume: string | null;
  before: Submission | null;
  choice: Choice;
  /** Folder for submissions. */
  folder: string;
  report: Reporter;
}

/**
 * Reports the plan and what is wrong with the machine.
 * @returns The milliseconds that it says the run will take.
 */
export function reportPlan(
  plan: Plan,
  found: Survey,
  seed: number,
  { resume, choice, before, folder, report }: PlanFacts,
): number {
  const { machine, conditions, probes, silentTools } = found;
  const leftovers = findLeftovers(folder).filter((path) => resume === null || path !== resolve(resume));
  const estimateMs =
    before === null
      ? plan.estimateMs
      : new Schedule(plan, new Journal(plan, before.results)).remainingMs(null);
  report({
    event: 'plan',
    preset: choice.preset,
    seed,
    machine,
    conditions,
    engines: [...probes].map(([id, probe]) => ({ id, probe })),
    cells: plan.cells.length,
    repetitions: plan.order.length,
    ladders: plan.batchSweeps.length,
    estimateMs,
    resumed: resume,
    notes: [
      ...silentTools.map(describeSilence),
      ...findDriverProblems(found),
      ...findNameProblems(found),
      ...plan.notes,
      ...findConditionProblems(conditions, machine),
      ...leftovers.map(describeLeftover),
    ],
  });
  return estimateMs;
}
