import { describe, expect, it } from 'vitest';
import { submissionText } from '../../../data/contract/submission-text.ts';
import { submissionPath } from '../../../data/derive/files/file-name.ts';
import { matmul, published, submission, vgg } from '../../../ingest/testing/samples.ts';
import { accept } from './contribution.ts';
import { readDropped, refusedSize } from './read.ts';

const NOW = Date.parse('2026-12-10');
/** As the worker checks a file. */
function checkFile(called: string, given: Uint8Array, nowMs: number) {
  const dropped = readDropped(called, given);
  return dropped.ok ? accept(dropped.value, nowMs) : dropped;
}
const bytesOf = (text: string) => new TextEncoder().encode(text);
const sample = submission([vgg(300), matmul(0.3)]);
const text = submissionText(sample);
const accepted = checkFile('run.json', bytesOf(text), NOW);
if (!accepted.ok) throw new Error(JSON.stringify(accepted.problems));
const { path } = accepted.value.file;
const name = path.split('/').at(-1)!;

/** The lines of a refused file, as the page shows them. */
function lines(given: string | Uint8Array, called = 'run.json'): string[] {
  const checked = checkFile(called, typeof given === 'string' ? bytesOf(given) : given, NOW);
  return checked.ok
    ? []
    : checked.problems.map(({ path: of, field, message }) => `${of}: ${field}: ${message}`);
}

describe('a dropped file', () => {
  it('gets its place in the repository', () => {
    expect(path).toBe(`data/submissions/${submissionPath(sample, accepted.value.file.sha256)}`);
    expect(accepted.value.extract.candidates).toHaveLength(2);
    expect(accepted.value.changed).toBe(`It was called run.json; in the repository its name is ${name}.`);
    expect(checkFile(name, bytesOf(text), NOW)).toMatchObject({ ok: true, value: { changed: null } });
  });

  it('may be what a browser renamed and what Git for Windows converted', () => {
    const numbered = checkFile(name.replace('.json', ' (1).json'), bytesOf(text), NOW);
    expect(numbered).toMatchObject({ ok: true, value: { file: { path } } });
    const windows = checkFile(name, bytesOf(text.replaceAll('\n', '\r\n')), NOW);
    if (!windows.ok) throw new Error(JSON.stringify(windows.problems));
    expect(windows.value.changed).toMatch(/line ends were those of Windows/);
    expect(new TextDecoder().decode(windows.value.bytes)).toBe(text);
    expect(windows.value.file.path).toBe(path);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /^run\.json: file: is empty; drop/],
    ['text', 'hello', /^run\.json: file: is not JSON: .* at line 1, column 1; write it with the runner/],
    [
      'a picture',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]),
      /^run\.json: file: is no text; drop the JSON file/,
    ],
    [
      'text in Latin-1',
      new Uint8Array([0x7b, 0xe9, 0x7d]),
      /^run\.json: file: is not UTF-8; save it as UTF-8/,
    ],
    [
      'text in UTF-16',
      new Uint8Array([0xff, 0xfe, 0x7b, 0]),
      /^run\.json: file: is not UTF-8; save it as UTF-8/,
    ],
    ['a list', '[1, 2]', /^run\.json: file: is a list, not an object; drop/],
    ['other JSON', '{"name": "x"}', /^run\.json: kind: is missing: this JSON is no file of Trainmark/],
    [
      'another kind',
      '{"kind": "recipe"}',
      /^run\.json: kind: is "recipe": this file is no kind that Trainmark knows/,
    ],
    [
      'a leaderboard',
      '{"kind": "leaderboard", "rows": []}',
      /^run\.json: kind: is "leaderboard": this is the leaderboard itself/,
    ],
    [
      'a published file',
      JSON.stringify(published([])),
      /^run\.json: kind: is "published": this is a file of published/,
    ],
    [
      'a newer version',
      text.replace('"schemaVersion": 2', '"schemaVersion": 3'),
      /^run\.json: schemaVersion: is 3, newer than 2, the newest known version; update Trainmark$/,
    ],
    ['a cut-off file', text.slice(0, 900), /^run\.json: file: ends inside a list, an object or a string/],
  ])('says in one line what is wrong with %s', (_, given, line) => {
    expect(lines(given)).toEqual([expect.stringMatching(line)]);
  });

  it('refuses a huge file by its size', () => {
    expect(refusedSize('run.json', 2 ** 21)).toBeNull();
    const message = 'is 2097153 bytes, more than 1048576; measure fewer workloads per file';
    expect(refusedSize('run.json', 2 ** 21 + 1)?.problems).toEqual([
      { path: 'run.json', field: 'file', message },
    ]);
    expect(lines(new Uint8Array(2 ** 20 + 1).fill(0x20))).toEqual([
      expect.stringContaining('is 1048577 bytes'),
    ]);
  });

  it('refuses personal data with its place and without repeating it', () => {
    const changed = {
      ...sample,
      machine: { ...sample.machine, os: { ...sample.machine.os, version: '/home/jane/x' } },
    };
    const found = lines(submissionText(changed));
    expect(found).toEqual([
      expect.stringMatching(/^run\.json: machine\.os\.version: contains a home folder; never edit/),
    ]);
    expect(found[0]).not.toContain('jane');
  });

  it('refuses a file that was edited after the runner wrote it', () => {
    expect(lines(text.replace('"preset": "standard"', '"preset": "quick"'), name)).toEqual([
      expect.stringMatching(/was edited after the runner wrote it/),
    ]);
  });

  it('lists every problem', () => {
    const broken = text.replace('"batchSize": 256', '"batchSize": 0').replace('"seed"', '"sead"');
    expect(lines(broken).length).toBeGreaterThan(2);
  });
});
