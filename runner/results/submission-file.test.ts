import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSubmission } from '../../data/contract/parse.ts';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { MAX_FILE_BYTES, SCHEMA_VERSION } from '../../data/contract/words.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { sampleConditions } from '../../data/testing/sample-conditions.ts';
import { sampleRepetition } from '../../data/testing/sample-repetition.ts';
import { parseMachine } from '../detect/parse.ts';
import { linuxNvidia } from '../testing/machines.ts';
import {
  checkFolder,
  findLeftovers,
  fitToFile,
  openSubmissionFile,
  serialize,
  WriteError,
} from './submission-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-submission-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const submission: Submission = {
  schemaVersion: SCHEMA_VERSION,
  kind: 'submission',
  suiteVersion: 1,
  runner: { origin: 'cli', version: '1', commit: null, dirty: null, runtime: 'Node 24' },
  preset: 'smoke',
  startedAt: '2026-11-22T12:00:00.000Z',
  finishedAt: '2026-11-22T12:01:00.000Z',
  interrupted: false,
  machine: parseMachine(linuxNvidia),
  conditions: sampleConditions(),
  seed: 1,
  resumedAt: [],
  pricePerHourUsd: null,
  results: [],
};
const fail = (reason: string) => {
  throw new Error(`unexpected: ${reason}`);
};

describe('a submission file', () => {
  it('has a partial name during the run and a final name with its date and hash', () => {
    const file = openSubmissionFile(folder, submission, fail);
    file.write({ ...submission, interrupted: true });
    expect(JSON.parse(readFileSync(file.partialPath, 'utf8'))).toHaveProperty('interrupted', true);
    const path = file.finish(submission);
    const bytes = readFileSync(path);
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
    expect(path).toMatch(new RegExp(`/suite-1/[a-z0-9-]+--2026-11-22--${hash}\\.json$`));
    expect(parseSubmission(bytes, path)).toEqual({ ok: true, value: submission });
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });

  it('is rejected if it violates the contract, and the last valid state is kept', () => {
    const file = openSubmissionFile(folder, submission, fail);
    file.write(submission);
    expect(() => file.write({ ...submission, seed: -1 })).toThrow(/violates the contract: submission: seed/);
    expect(JSON.parse(readFileSync(file.partialPath, 'utf8'))).toHaveProperty('seed', 1);
  });

  it('goes to another folder, with one warning, if its folder fails during a run', () => {
    const out = join(folder, 'out');
    const said: string[] = [];
    const file = openSubmissionFile(
      out,
      submission,
      (reason) => said.push(reason),
      null,
      join(folder, 'rescue'),
    );
    file.write(submission);
    rmSync(out, { recursive: true });
    writeFileSync(out, 'now a file');
    file.write(submission);
    const path = file.finish(submission);
    expect(said).toEqual([expect.stringMatching(/a part of the path is a file; the results go to .*rescue/)]);
    expect(path).toContain(join(folder, 'rescue'));
    expect(parseSubmission(readFileSync(path), path).ok).toBe(true);
    expect(file.rescued()).toMatch(/cannot write to/);
  });

  it('replaces the interrupted file of the same run, but only after it has been written', () => {
    const first = openSubmissionFile(folder, submission, fail);
    const old = first.finish({ ...submission, interrupted: true });
    const second = openSubmissionFile(folder, submission, fail, old);
    second.write(submission);
    expect(readdirSync(dirname(old)).toSorted()).toContain(basename(old));
    const path = second.finish(submission);
    expect(readdirSync(dirname(path))).toEqual([basename(path)]);
    expect(path).not.toBe(old);
  });

  it('leaves the interrupted file where it is if the new one goes to another folder', () => {
    const old = openSubmissionFile(join(folder, 'old'), submission, fail).finish({
      ...submission,
      interrupted: true,
    });
    writeFileSync(join(folder, 'file'), '');
    const file = openSubmissionFile(
      join(folder, 'file', 'x'),
      submission,
      () => undefined,
      old,
      join(folder, 'rescue'),
    );
    file.finish(submission);
    expect(existsSync(old)).toBe(true);
  });

  it('reports an error if it cannot be written anywhere', () => {
    writeFileSync(join(folder, 'file'), '');
    const blocked = join(folder, 'file', 'x');
    const file = openSubmissionFile(blocked, submission, () => undefined, null, blocked);
    expect(() => file.write(submission)).toThrow(WriteError);
  });

  it('keeps each list of numbers on one line and does not change text', () => {
    const machine = { ...submission.machine, os: { ...submission.machine.os, name: 'odd [ 1, 2 ]' } };
    const text = serialize({ ...submission, machine });
    expect(text).toContain('"odd [ 1, 2 ]"');
    expect(JSON.parse(text)).toEqual({ ...submission, machine });
  });
});

it('fits a run of a thousand repetitions into a file by thinning only the longest lists', () => {
  const repetition = (runIndex: number, length: number) =>
    sampleRepetition({
      runIndex,
      samplesNs: new Array<number>(length).fill(1_234_567_890),
    });
  const cell = sampleCell({ workload: 'matmul', mode: 'op', recipe: 'naive', size: 1 });
  const results = Array.from({ length: 250 }, (_, i): Result => {
    const repetitions = [150, 150, 12, 12].map((length, runIndex) => repetition(runIndex, length));
    return { cell: { ...cell, size: i + 1 }, outcome: { status: 'failed', reason: 'x', repetitions } };
  });
  const epochs = new Array(140).fill({ trainNs: 4, evaluateNs: 1, loss: 0.1, accuracy: 0.9 });
  const convergence = { target: 0.97, reached: false, seed: 1, dataSource: 'generated' as const, epochs };
  const trained = { ...repetition(0, 140), convergence };
  results.push({ cell, outcome: { status: 'failed', reason: 'x', repetitions: [trained] } });
  const large = { ...submission, results };
  expect(serialize(large).length).toBeGreaterThan(MAX_FILE_BYTES);
  const small = fitToFile(large);
  expect(serialize(small).length).toBeLessThanOrEqual(MAX_FILE_BYTES);
  const [outcome] = small.results.map((one) => one.outcome);
  const lengths =
    outcome?.status === 'failed' ? outcome.repetitions.map(({ samplesNs }) => samplesNs.length) : [];
  expect(lengths.slice(2)).toEqual([12, 12]);
  expect(lengths[0]).toBeGreaterThan(12);
  expect(outcome).toMatchObject({ repetitions: [{ samplesThinned: 150 - lengths[0]! }, {}, {}, {}] });
  // Each sample of a training to a target belongs to an epoch.
  expect(lengths[0]).toBeLessThan(140);
  expect(small.results.at(-1)?.outcome).toMatchObject({ repetitions: [trained] });
  expect(fitToFile(submission)).toEqual(submission);
});

describe('checkFolder', () => {
  it('creates the folder and leaves nothing in it', () => {
    checkFolder(join(folder, 'a', 'b'));
    expect(readdirSync(join(folder, 'a', 'b', 'suite-1'))).toEqual([]);
  });

  it.each([
    [
      'a link to nothing',
      () => {
        symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
        return join(folder, 'link');
      },
      /a part of the path is a link to nothing/,
    ],
    ['a name that is too long', () => join(folder, 'a'.repeat(300)), /a name in it is too long/],
    ['a file in the way', () => join(import.meta.filename, 'x'), /a part of the path is a file/],
    ['a folder that cannot be created', () => '/proc/trainmark/x', /cannot write to \/proc/],
  ])('refuses %s with one line', (_, where, message) => {
    expect(() => checkFolder(where())).toThrow(message);
  });
});

describe('findLeftovers', () => {
  it('finds the files of killed runs, but not those of runs in progress', () => {
    const suite = join(folder, 'suite-1');
    mkdirSync(suite);
    // Larger than any process id on Linux (2^22) and macOS.
    const gone = join(suite, 'pc--2026.4999999.json.partial');
    writeFileSync(gone, '{}');
    writeFileSync(join(suite, `pc--2026.${process.pid}.json.partial`), '{}');
    writeFileSync(join(suite, 'pc--2026-11-22--01234567.json'), '{}');
    expect(findLeftovers(folder)).toEqual([gone]);
    expect(findLeftovers(join(folder, 'nowhere'))).toEqual([]);
  });
});
