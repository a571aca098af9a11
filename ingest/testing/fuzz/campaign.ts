/** @file Generates files in batches, has ingest judge them, and counts what became of them. */

import type { Cell } from '../../../data/contract/cell.ts';
import { formatProblem } from '../../../data/contract/problem.ts';
import type { Extract } from '../../extract/submission.ts';
import { type Random, randomFrom } from '../random.ts';
import { logGainOf } from './gain.ts';
import type { Honest } from './honest.ts';
import { type CellVerdict, extractAll, judge, type Verdict } from './judge.ts';
import { lies } from './lies/index.ts';
import type { Lie } from './lies/lie.ts';
import { malformed } from './malformed.ts';
import { addTally, newTally, type Tally } from './tally.ts';
import type { Template } from './template.ts';
import { committedFiles, templatesOf } from './templates.ts';
import { drawUntil, type Told, tell } from './told.ts';

export interface Crash {
  /** The lie, "honest" or "malformed". */
  kind: string;
  error: unknown;
  bytes: Uint8Array;
}

export interface Campaign {
  files: number;
  /** `odd` = on known hardware that measures oddly. */
  honest: { known: Tally; unknown: Tally; odd: Tally };
  /** By name of the lie. */
  lies: Map<string, { known: Tally; unknown: Tally }>;
  /** Of all lies together on known hardware, by the kind of work: no mode shall hide behind the others. */
  works: Map<string, Tally>;
  malformed: { files: number; refused: number; accepted: number };
  crashes: Crash[];
  /** Refusals that are not one line of path, place and message. */
  badRefusals: string[];
}

/** Flags that a check raises because it doubts a value, and not to describe the run. */
const suspicion =
  /^(?:p\d+-(?!few-readings|slow-)|wrong-answer|busy|items-per-sample|preset-repetitions|engine-version)/;

/** Flags that warn of what a lie left out. */
const warning = /^(?:unchecked|single-run|time-budget|older-runner|no-training-step)$/;

/** Files of each kind in a batch. */
export interface BatchSize {
  honest: number;
  dishonest: number;
  malformed: number;
}

const bytesOf = (content: unknown): Uint8Array => Buffer.from(JSON.stringify(content));

const count = (reasons: Map<string, number>, reason: string) =>
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);

const shortened = (text: string): string => text.replace(/[\d.]+/g, '#').slice(0, 90);

/** Adds what became of the results of one file. `expected` are the flags that are not counted, by result. */
export function add(
  tally: Tally,
  { refusals, cells }: Verdict,
  results: number,
  isNew: (id: string, cell: CellVerdict) => boolean,
  logGain: (cell: CellVerdict) => number = () => 0,
): void {
  tally.files += 1;
  if (refusals.length > 0) {
    tally.refused += results;
    count(tally.reasons, `refused: ${shortened(refusals[0]!.message)}`);
    return;
  }
  let unflagged = 0;
  for (const cell of cells) {
    const fresh = cell.flags.filter(({ id }) => isNew(id, cell));
    for (const { id } of fresh) count(tally.reasons, id);
    if (cell.withheld !== null) tally.heldBack += 1;
    else if (!cell.ranked) tally.unranked += 1;
    else if (fresh.length > 0) tally.flagged += 1;
    else {
      unflagged += 1;
      tally.logGain += logGain(cell);
    }
  }
  tally.unflagged += unflagged;
  if (unflagged > 0) tally.filesUnflagged += 1;
}

/** Flags of the honest file behind each lie, by result. */
function honestFlags(told: readonly Told[]): Map<Told, Map<number, Set<string>>> {
  const flags = new Map<Told, Map<number, Set<string>>>();
  for (const one of told) {
    const [verdict] = judge([], [bytesOf(one.base)], false);
    flags.set(
      one,
      new Map(verdict!.cells.map(({ index, flags: all }) => [index, new Set(all.map(({ id }) => id))])),
    );
  }
  return flags;
}

/** @param among The lies that are told in it. */
export function newCampaign(among: readonly Lie[] = lies): Campaign {
  return {
    files: 0,
    honest: { known: newTally(), unknown: newTally(), odd: newTally() },
    lies: new Map(among.map(({ name }) => [name, { known: newTally(), unknown: newTally() }])),
    works: new Map(),
    malformed: { files: 0, refused: 0, accepted: 0 },
    crashes: [],
    badRefusals: [],
  };
}

/** Kind of work of a cell, as the table shows it. */
function workOf({ workload, mode, device }: Cell): string {
  const named = mode === 'op' || workload === 'attention' ? [workload] : [];
  return [mode, ...named, 'on', device.kind].join(' ');
}

function workTally({ works }: Campaign, work: string): Tally {
  const tally = works.get(work) ?? newTally();
  works.set(work, tally);
  return tally;
}

/** Adds what became of the false results of one file to the tallies of their works. */
function addWorks(campaign: Campaign, told: Told, verdict: Verdict, isNew: Parameters<typeof add>[3]): void {
  const byWork = Map.groupBy(told.changed, (index) => workOf(told.submission.results[index]!.cell));
  for (const [work, indexes] of byWork) {
    const cells = verdict.cells.filter(({ index }) => indexes.includes(index));
    add(workTally(campaign, work), { ...verdict, cells }, indexes.length, isNew);
  }
}

/** Adds what another campaign found, as of another thread. */
export function addCampaign(into: Campaign, from: Campaign): void {
  into.files += from.files;
  addTally(into.honest.odd, from.honest.odd);
  for (const known of ['known', 'unknown'] as const) {
    addTally(into.honest[known], from.honest[known]);
    for (const [name, tallies] of into.lies) addTally(tallies[known], from.lies.get(name)![known]);
  }
  for (const [work, tally] of from.works) addTally(workTally(into, work), tally);
  for (const name of ['files', 'refused', 'accepted'] as const) into.malformed[name] += from.malformed[name];
  into.crashes.push(...from.crashes);
  into.badRefusals.push(...from.badRefusals);
}

const kindOf = (known: boolean): 'known' | 'unknown' => (known ? 'known' : 'unknown');

/** Places that every refusal has: a path, a field and a message on one line. */
const refusal = /^[^\n]+?: [^\n]+?: [^\n]+$/;

function note(campaign: Campaign, kind: string, verdict: Verdict, bytes: Uint8Array): void {
  campaign.files += 1;
  if (verdict.crash !== null) campaign.crashes.push({ kind, error: verdict.crash, bytes });
  const lines = verdict.refusals.map(formatProblem);
  campaign.badRefusals.push(...lines.filter((line) => !refusal.test(line)));
}

export interface Source {
  /** What the committed submissions contribute. */
  committed: Extract[];
  templates: Template[];
}

export function loadSource(): Source {
  const committed = committedFiles();
  return { committed: extractAll(committed), templates: templatesOf(committed) };
}

/** Adds what became of one lie. @param expected The flags of its honest file, by result. */
function addLie(
  campaign: Campaign,
  told: Told,
  verdict: Verdict,
  expected: ReadonlyMap<number, ReadonlySet<string>>,
): void {
  const own = { ...verdict, cells: verdict.cells.filter(({ index }) => told.changed.has(index)) };
  const isNew = (id: string, { index }: CellVerdict) =>
    (suspicion.test(id) || warning.test(id)) && !(expected.get(index)?.has(id) ?? false);
  const logGain = ({ index }: CellVerdict) => logGainOf(told.base, told.submission, index);
  add(campaign.lies.get(told.lie.name)![kindOf(told.known)], own, told.changed.size, isNew, logGain);
  if (told.known) addWorks(campaign, told, verdict, isNew);
}

/** A machine that the catalogue knows, one that it does not, and one that it knows and that measures oddly. */
const drawInTurn = (random: Random, templates: readonly Template[], number: number): Honest =>
  drawUntil(random, templates, number % 3 !== 1, { odd: number % 3 === 2 });

const addHonest = ({ honest }: Campaign, { known, odd, submission }: Honest, verdict: Verdict): void =>
  add(honest[odd ? 'odd' : kindOf(known)], verdict, submission.results.length, (id) => suspicion.test(id));

function addMalformed({ malformed: counted }: Campaign, { refusals, crash }: Verdict): void {
  counted.files += 1;
  if (refusals.length > 0) counted.refused += 1;
  else if (crash === null) counted.accepted += 1;
}

/**
 * Generates and judges one batch. The same seed and number give the same batch.
 * @param among The lies that are told in turn.
 */
export function runBatch(
  campaign: Campaign,
  { committed, templates }: Source,
  seed: number,
  number: number,
  size: BatchSize,
  among: readonly Lie[] = lies,
): void {
  const random = randomFrom(seed * 1_000_003 + number);
  const honest = Array.from({ length: size.honest }, (_, i) => drawInTurn(random, templates, i));
  const told = tell(random, templates, honest, among, number * size.dishonest, size.dishonest);
  const bad = Array.from({ length: size.malformed }, () =>
    malformed(random, drawUntil(random, templates, random.chance(0.5)).submission),
  );
  const contents = [...[...honest, ...told].map(({ submission }) => bytesOf(submission)), ...bad];
  const expected = honestFlags(told);
  const verdicts = judge(committed, contents);
  for (const [i, verdict] of verdicts.entries()) {
    const lie = told[i - size.honest];
    const kind = i < size.honest ? 'honest' : (lie?.lie.name ?? 'malformed');
    note(campaign, kind, verdict, contents[i]!);
    if (i < size.honest) {
      addHonest(campaign, honest[i]!, verdict);
    } else if (lie !== undefined) {
      addLie(campaign, lie, verdict, expected.get(lie)!);
    } else addMalformed(campaign, verdict);
  }
}
