/** @file Lists what one engine could measure on one device if there were time, and what it cannot measure, with the reason. Pure. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import { fits } from '../workloads/fits.ts';
import type { Workload } from '../workloads/workload.ts';
import type { Share } from './budget.ts';
import { cellsOf, type WantedCell } from './cells.ts';
import type { Choice } from './choice.ts';
import type { Placed } from './importance.ts';
import { fitCopy, fitTraining, type PlannedCell, planCell, tooLarge } from './planned.ts';
import { presets } from './presets.ts';
import { hasTensorFloat, otherEngines, type Target, unsupportedHere } from './targets.ts';

export interface PossibleCell extends Placed {
  planned: PlannedCell;
  /** The same cell before its batch was made smaller to save time. */
  usual: PlannedCell;
}

/** A cell without a value, with the reason. */
export interface Impossible {
  cell: Cell;
  outcome: Outcome;
}

export interface Possible {
  cells: PossibleCell[];
  impossible: Impossible[];
}

interface PossibleFacts {
  machine: Machine;
  probes: ReadonlyMap<EngineId, Probe>;
  /** All engines, of which others may compute what this one cannot. */
  engines: readonly Engine[];
  share: Share;
}

/** Every cell of the workloads on an engine and a device. */
export function possibleOf(
  target: Target,
  workloads: readonly Workload[],
  choice: Choice,
  models: readonly ModelFile[],
  { machine, probes, engines, share }: PossibleFacts,
): Possible {
  const { engine } = target;
  const probe = probes.get(engine.id);
  const tensorFloat = hasTensorFloat(target, probe);
  const nets = workloads.filter(({ kind }) => kind === 'model');
  const possible: Possible = { cells: [], impossible: [] };
  const refuse = (workload: Workload, cell: Cell): string | null => {
    if (target.reason !== null) return target.reason;
    const reason = unsupportedBy(workload, cell) ?? unsupportedHere(engine, probe, cell);
    const remedy = reason === null ? null : otherEngines(engine, cell, reason, engines);
    return remedy === null ? reason : `${reason}; ${remedy}`;
  };
  const place = (
    workload: Workload,
    { cell: wanted, purpose, dtypeNamed, dtypeUsual }: WantedCell,
    longest: boolean,
  ) => {
    const cell = fitCopy(wanted, choice, machine);
    const net = nets.findIndex(({ id }) => id === workload.id);
    const at = net < 0 ? nets.length : net;
    // A short run has time for a second dtype of one net only.
    if (presets[choice.preset].dtypes === 'usual' && !dtypeUsual && at > 0) return;
    const reason = refuse(workload, cell);
    if (reason !== null) {
      if (dtypeNamed) possible.impossible.push({ cell, outcome: { status: 'unsupported', reason } });
      return;
    }
    const usual = planCell(cell, purpose, engine, workload, choice, machine);
    const planned = fitTraining(usual, workload, choice, machine, share);
    const refusal = tooLarge(cell, choice, machine);
    if (refusal !== null) {
      possible.impossible.push({ cell, outcome: { status: 'skipped', ...refusal } });
      return;
    }
    possible.cells.push({
      cell: planned.cell,
      purpose,
      dtypeUsual,
      workload,
      place: at,
      isLongest: longest,
      planned,
      usual,
    });
  };
  for (const workload of workloads) {
    const wanted = cellsOf(workload, { ...target, tensorFloat }, choice, models);
    for (const one of wanted) place(workload, one, isLongest(one, wanted));
  }
  return possible;
}

function isLongest({ cell }: WantedCell, wanted: readonly WantedCell[]): boolean {
  const lengths = wanted.flatMap((one) =>
    one.cell.mode === cell.mode ? [one.cell.sequenceLength ?? 0] : [],
  );
  return (cell.sequenceLength ?? 0) >= Math.max(...lengths);
}

function unsupportedBy(workload: Workload, { recipe, dtype }: Cell): string | null {
  const { id, recipes, dtypes } = workload;
  if (!recipes.includes(recipe)) return `${id} has no ${recipe} recipe, only ${recipes.join(' and ')}`;
  if (!dtypes.includes(dtype)) return `${id} is declared for ${dtypes.join(', ')} only, not for ${dtype}`;
  if (!fits(workload, dtype, recipe)) {
    return `${id} is computed in ${dtype} by the optimized recipe only`;
  }
  return null;
}
