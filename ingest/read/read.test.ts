import { createHash } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { submissionText } from '../../data/contract/submission-text.ts';
import { MAX_FILE_BYTES, workloadIdSchema } from '../../data/contract/words.ts';
import { submissionPath } from '../../data/derive/files/file-name.ts';
import { cpu, folderWith, named, published, reported, submission, vgg, vggCell } from '../testing/samples.ts';
import { readPublished, readSubmissions } from './read.ts';

const [goodPath, goodText] = named(submission([vgg(300)]));

async function problemsOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  const folder = await folderWith(files);
  const { problems } = await readSubmissions(folder);
  return problems.map(({ path, field, message }) => `${path.slice(folder.length + 1)}: ${field}: ${message}`);
}

describe('readSubmissions', () => {
  it('finds valid files in every folder and skips descriptions and unfinished runs', async () => {
    const folder = await folderWith({
      [goodPath]: goodText,
      'README.md': '# hi',
      'suite-1/.hidden': 'x',
      'suite-1/run.json.partial': '{',
    });
    const { files, problems } = await readSubmissions(folder);
    expect(problems).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual([`data/submissions/${goodPath}`]);
  });

  it('adds defaults to files of the first runners', async () => {
    const old = submission([vgg(300)]);
    const { resumedAt: _, pricePerHourUsd: __, conditions, ...rest } = old;
    const { bookend: ___, ...known } = conditions;
    const text = JSON.stringify({ ...rest, schemaVersion: 1, conditions: known }).replaceAll(
      ',"convergence":null',
      '',
    );
    expect(text).not.toMatch(/resumedAt|pricePerHourUsd|bookend|convergence/);
    const { files, problems } = await readSubmissions(
      await folderWith({ [submissionPath(old, createHash('sha256').update(text).digest('hex'))]: text }),
    );
    expect(problems).toEqual([]);
    expect(files.map(({ submission }) => submission)).toEqual([old]);
  });

  it('reads every file of the repository', async () => {
    const { files, problems } = await readSubmissions(join(import.meta.dirname, '../../data/submissions'));
    expect(problems).toEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    [
      '1 MiB and one byte',
      ' '.repeat(MAX_FILE_BYTES + 1),
      /^x\.json: file: is 1048577 bytes, more than 1048576; measure/,
    ],
    [
      '100,000 levels',
      '['.repeat(100_000),
      /^x\.json: file: is nested deeper than 32 levels at line 1, column 33; /,
    ],
    [
      '100,000 broken samples',
      `{"schemaVersion":1,"results":[${'"x",'.repeat(40_000)}1]}`,
      /^x\.json: kind: is missing, but must be "submission": remove the file, only files that the runner wrote belong here$/,
    ],
    [
      'a newer schema',
      '{"schemaVersion":3,"kind":"submission","whatever":1}',
      /^x\.json: schemaVersion: is 3, newer than 2, the newest known version; update Trainmark$/,
    ],
    [
      'a newer suite',
      goodText.replace('"suiteVersion":1', '"suiteVersion":7'),
      /^x\.json: suiteVersion: is 7, newer than 1/,
    ],
    [
      'another kind of file',
      '{"schemaVersion":1,"kind":"leaderboard"}',
      /^x\.json: kind: is "leaderboard", but must be "submission": remove/,
    ],
    ['a list', '[]', /^x\.json: file: is a list, but must be an object; measure again$/],
    ['nothing', '', /^x\.json: file: is not JSON: Unexpected end of input at line 1, column 1/],
    [
      'a duplicate key',
      goodText.replace('"seed":1', '"seed":1,"seed":2'),
      /^x\.json: file: has the name "seed" twice \(line 1, column \d+\); measure again$/,
    ],
    [
      '5,001 samples',
      goodText.replace(/"samplesNs":\[[^\]]*\]/, `"samplesNs":[${'1,'.repeat(5000)}1]`),
      /samplesNs: has 5001 entries, but must have at most 5000; measure again$/,
    ],
    [
      'nanoseconds that are not whole',
      goodText.replace(/"coldStartNs":\d+/, '"coldStartNs":1.5'),
      /coldStartNs: is 1\.5, but must be a whole number; measure again$/,
    ],
    [
      'a right-to-left override',
      goodText.replace('Intel(R)', 'Intel\u202e'),
      /machine\.cpu\.name: is "Intel\\u\{202e\} Core.* contains U\+202E, an invisible character; measure again$/,
    ],
    [
      'a zero-width space',
      goodText.replace('Intel(R)', 'Intel\u200b'),
      /contains U\+(?:200B|E000), an invisible character/,
    ],
    [
      'a private-use character',
      goodText.replace('Intel(R)', 'Intel\ue000'),
      /contains U\+(?:200B|E000), an invisible character/,
    ],
    [
      '10,000 combining marks',
      goodText.replace('Intel(R)', `I${'\u0301'.repeat(10_000)}`),
      /is longer than 200 characters; measure again$/,
    ],
    [
      'an unknown workload',
      goodText.replace('"vgg16-cifar100"', '"vgg17"'),
      new RegExp(
        `results\\.0\\.cell\\.workload: is "vgg17", but must be one of ${workloadIdSchema.options.slice(0, 2).join(', ')},`,
      ),
    ],
  ])('refuses %s in one line', async (_, content, line) => {
    const lines = await problemsOf({ 'x.json': content });
    expect(lines[0]).toMatch(line);
    expect(lines.every((one) => one.length < 600 && !/\p{Cc}/u.test(one))).toBe(true);
  });

  it('reports at most fifty problems of a file', async () => {
    const lines = await problemsOf({ 'x.json': `[${'{"a":1},'.repeat(10_000)}1]` });
    expect(lines).toHaveLength(1);
    const many = goodText.replace('"results":[', `"results":[${'{"a":1},'.repeat(1500)}`);
    expect(await problemsOf({ 'x.json': many })).toHaveLength(51);
  });

  it('does not change Object.prototype', async () => {
    const evil = goodText.replace('"seed":1', '"seed":1,"\\u005f_proto__":{"polluted":true}');
    const nested = goodText.replace('"simd":true', '"constructor":{"prototype":{"polluted":true}}');
    expect((await problemsOf({ 'x.json': evil }))[0]).toContain(
      'has the name "__proto__", which is not allowed',
    );
    expect((await problemsOf({ 'x.json': nested }))[0]).toContain('has the name "constructor"');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('requires a name that matches the content', async () => {
    const [folder, name] = goodPath.split('/');
    expect(await problemsOf({ 'suite-1/mine.json': goodText })).toEqual([
      `suite-1/mine.json: file: has a name that does not match its content; if it is as the runner wrote it, rename it to ${goodPath}`,
    ]);
    expect(await problemsOf({ [`suite-2/${name}`]: goodText })).toEqual([
      `suite-2/${name}: file: belongs to a different suite than its folder; move it to ${goodPath}`,
    ]);
    expect(folder).toBe('suite-1');
    expect(name).toMatch(/^intel-core-i7-8700.*--2026-11-22--[0-9a-f]{8}\.json$/);
  });

  it('accepts a file whose line ends were converted to CRLF', async () => {
    const content = submission([vgg(300)]);
    const text = submissionText(content);
    const path = submissionPath(content, createHash('sha256').update(text).digest('hex'));
    const turned = text.replaceAll('\n', '\r\n');
    const { files, problems } = await readSubmissions(await folderWith({ [path]: turned }));
    expect(problems).toEqual([]);
    expect(files.map((one) => one.submission)).toEqual([content]);
  });

  it('limits the size that a file has with LF line ends', async () => {
    const lines = (count: number) => '\r\n'.repeat(count);
    expect(await problemsOf({ 'x.json': lines(MAX_FILE_BYTES) })).toEqual([
      expect.stringContaining('is not JSON'),
    ]);
    expect(await problemsOf({ 'x.json': lines(MAX_FILE_BYTES + 1) })).toEqual([
      expect.stringMatching(/is 2097154 bytes, more than 1048576/),
    ]);
  });

  it.each<[string, (text: string) => string | Uint8Array, RegExp]>([
    [
      'a byte order mark',
      (text) => `\ufeff${text}`,
      /starts with a byte order mark; save it as UTF-8 without/,
    ],
    ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), /is not UTF-8; save it as UTF-8$/],
    [
      'no line break at its end',
      (text) => text.trimEnd(),
      /has different .* at its end .*; restore the original \([^)]*\), or measure again$/,
    ],
    [
      'two line breaks at its end',
      (text) => `${text}\n`,
      /has different .* at its end .*; restore the original \([^)]*\), or measure again$/,
    ],
    [
      'another indent',
      (text) => JSON.stringify(JSON.parse(text), null, 2),
      /was reformatted .*; restore the original \([^)]*\), or measure again$/,
    ],
    [
      'no indent',
      (text) => JSON.stringify(JSON.parse(text)),
      /was reformatted .*; restore the original \([^)]*\), or measure again$/,
    ],
    [
      'another value',
      (text) => text.replace('"seed": 1,', '"seed": 2,'),
      /was edited .*; restore the original \([^)]*\), or measure again$/,
    ],
  ])(
    'says of a file that an editor gave %s what happened and that the original belongs back',
    async (_, edit, words) => {
      const content = submission([vgg(300)]);
      const text = submissionText(content);
      const path = submissionPath(content, createHash('sha256').update(text).digest('hex'));
      const edited = edit(text);
      expect(edited).not.toBe(text);
      const lines = await problemsOf({ [path]: edited });
      expect(lines).toEqual([expect.stringMatching(words)]);
    },
  );

  it('advises renaming a file whose content matches the hash in its name', async () => {
    const [, hash] = /--([0-9a-f]{8})\.json$/.exec(goodPath)!;
    expect(await problemsOf({ [`suite-1/my-pc--2026-11-22--${hash}.json`]: goodText })).toEqual([
      expect.stringContaining(`rename it to ${goodPath}`),
    ]);
  });

  it.each(['run.json.gz', 'run.zip', 'run.JSON', 'x.sh'])('refuses the file name %s', async (name) => {
    expect(await problemsOf({ [name]: 'x' })).toEqual([
      `${name}: file: does not end in .json; remove it, only JSON files belong here`,
    ]);
  });

  it('finds names that differ only in case', async () => {
    const lines = await problemsOf({ 'suite-1/a.json': '1', 'suite-1/A.json': '1' });
    expect(lines[0]).toBe(
      'suite-1/a.json: file: differs from suite-1/A.json only in upper and lower case; keep one',
    );
  });

  it('counts a result once, whatever folder its copies are in', async () => {
    const name = basename(goodPath);
    const folder = await folderWith({
      [`a/${name}`]: goodText,
      [goodPath]: goodText,
      [name]: goodText,
      'empty.json/x/.hidden': '',
    });
    const { files, problems } = await readSubmissions(folder);
    expect(files.map(({ path }) => path)).toEqual([`data/submissions/${goodPath}`]);
    const message = `has the same name as ${goodPath}; keep one, because a result counts once`;
    expect(problems).toEqual(
      [`a/${name}`, name].map((path) => ({ path: join(folder, path), field: 'file', message })),
    );
  });

  it.each(['suite-0', 'suite-00', 'suite-01', 'suite-1000', 'a'])(
    'keeps a result whose name somebody repeats in a folder %s',
    async (other) => {
      const path = `${other}/${basename(goodPath)}`;
      const folder = await folderWith({ [path]: '{}', [goodPath]: goodText });
      const { files, problems } = await readSubmissions(folder);
      expect(files.map((file) => file.path)).toEqual([`data/submissions/${goodPath}`]);
      expect(problems.map((problem) => problem.path)).toEqual([join(folder, path)]);
    },
  );

  // Other systems refuse such names.
  it.runIf(process.platform === 'linux')('names what cannot be read, and reads the rest', async () => {
    const folder = await folderWith({ [goodPath]: goodText, 'suite-1/b.json': '{}' });
    const strange = Buffer.concat([Buffer.from(`${folder}/suite-1/x`), Buffer.from([0xff])]);
    await mkdir(strange);
    await writeFile(Buffer.concat([strange, Buffer.from('/y.json')]), '{}');
    await writeFile(Buffer.concat([strange, Buffer.from('.json')]), '{}');
    const { files, problems } = await readSubmissions(folder);
    expect(files).toHaveLength(1);
    expect(problems.map(({ path, message }) => [path.slice(folder.length + 1), message])).toEqual([
      ['suite-1/b.json', expect.stringMatching(/^is missing, but must be "submission"/)],
      ['suite-1/x\ufffd', 'is not there, or its name is not UTF-8; check its path, or rename it'],
      ['suite-1/x\ufffd.json', 'is not there, or its name is not UTF-8; check its path, or rename it'],
    ]);
    const gone = await readSubmissions(join(folder, 'none'));
    expect(gone.problems).toMatchObject([{ message: expect.stringMatching(/^is not there/) }]);
  });

  it('does not follow links', async () => {
    const folder = await folderWith({ [goodPath]: goodText });
    await mkdir(join(folder, 'other'));
    await symlink(join(folder, goodPath), join(folder, 'other', 'link.json'));
    await symlink('/etc', join(folder, 'etc.json'));
    await writeFile(join(folder, 'other', 'x'.repeat(245)), '');
    const { files, problems } = await readSubmissions(folder);
    expect(files).toHaveLength(1);
    expect(problems.map(({ message }) => message)).toEqual([
      'is not a regular file; put the file itself here, not a link',
      'is not a regular file; put the file itself here, not a link',
      'has a path longer than 240 characters; shorten it',
    ]);
  });
});

describe('readPublished', () => {
  const content = JSON.stringify(
    published([
      { machine: 'i7-8700', cell: { ...vggCell, engine: 'tensorflow', device: cpu }, outcome: reported() },
    ]),
  );

  it('requires the id to be the name of the file', async () => {
    expect(
      (await readPublished(await folderWith({ 'tensorflow-metal-experiments.json': content }))).problems,
    ).toEqual([]);
    const { problems } = await readPublished(await folderWith({ 'else.json': content }));
    expect(problems).toMatchObject([
      {
        field: 'id',
        message: 'is "tensorflow-metal-experiments", which is not the name of the file; make them equal',
      },
    ]);
  });
});
