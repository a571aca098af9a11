/** @file The submit page, the pages of runs and the data explorer in a real Chromium. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Submission } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { submissionPath } from '../../data/derive/files/file-name.ts';
import { sampleSubmissions } from '../testing/sample-submissions.ts';
import { fileHarness } from './file-harness.ts';
import { STEP_MS } from './harness.ts';

const harness = fileHarness();
const { open } = harness;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-submit-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file to be dropped. */
function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Writes a submission under the name that ingest requires. */
function writtenSubmission(submission: Submission): string {
  const text = submissionText(submission);
  const hash = createHash('sha256').update(text).digest('hex');
  return written(submissionPath(submission, hash).split('/').at(-1)!, text);
}

/** The first sample computer with twice its memory, which is another machine with the same devices. */
function otherMachine(): Submission {
  const [first] = sampleSubmissions();
  const { machine } = first!;
  return { ...first!, machine: { ...machine, memoryBytes: 2 * machine.memoryBytes! } };
}

const drop = (page: Page, ...paths: string[]) => page.setInputFiles('.drop input', paths);
const verdict = (page: Page, words: string | RegExp) =>
  page.getByRole('heading', { name: words, level: 2 }).waitFor();
const verdicts = (page: Page) => page.locator('.file h2').allInnerTexts();

describe('the submit page', () => {
  it('says of a good file how its names were read, what it adds and what becomes public, and uploads nothing', async () => {
    const one = await open('submit/');
    const { page, errors, external, accessibility, overflow } = one;
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET' || request.postData() !== null) sent.push(request.url());
    });
    expect(one.requested().some((url) => /worker/.test(url))).toBe(false);
    await drop(page, writtenSubmission(otherMachine()));
    await verdict(page, /\.json is fine$/);
    await page.getByText('Every row that has a value of the file').waitFor();
    const text = await page.locator('.submit').innerText();
    expect(text).toMatch(/GPU “NVIDIA GeForce RTX 4070 SUPER”: recorded as NVIDIA GeForce RTX 4070 SUPER\b/);
    expect(text).toMatch(/\d+ new rows; (?:all|\d+ of \d+) are ranked\./);
    expect(text).toMatch(/machine\.memoryBytes\n68719476736/);
    expect(await page.locator('.placed tbody tr').first().innerText()).toMatch(/\d of \d/);
    await page.locator('figure.panel svg').first().waitFor();
    expect(await page.locator('figure.panel').first().innerHTML()).toContain('This file: ');
    expect(await page.getByText('built without the address of its repository').count()).toBe(1);
    expect(await overflow()).toEqual([]);
    expect(await accessibility()).toEqual([]);
    expect([sent, external(), errors()]).toEqual([[], [], []]);
  });

  it('says in one line each what is wrong with other files', async () => {
    const { page, errors, accessibility } = await open('submit/', { width: 390, dark: true });
    const text = submissionText(otherMachine());
    const cases: [name: string, text: string, line: RegExp][] = [
      ['notes.json', 'hello', /^notes\.json: file: is not JSON/],
      [
        'leaderboard.json',
        '{"kind": "leaderboard"}',
        /^leaderboard\.json: kind: is "leaderboard": this is the/,
      ],
      [
        'newer.json',
        text.replace('"schemaVersion": 2', '"schemaVersion": 9'),
        /schemaVersion: is 9, newer than/,
      ],
      [
        'personal.json',
        text.replace('"Debian GNU/Linux"', '"/home/jane"'),
        /machine\.os\.name: contains a home folder/,
      ],
    ];
    for (const [name, content, line] of cases) {
      await drop(page, written(name, content));
      await verdict(page, `${name} is refused: one problem`);
      await expect
        .poll(() => page.locator('.problems li').allInnerTexts())
        .toEqual([expect.stringMatching(line)]);
      await page.getByRole('button', { name: `Remove ${name}` }).click();
      expect(await verdicts(page)).toEqual([]);
    }
    await drop(page, written('broken.json', text.replaceAll('"recipe": "naive"', '"recipe": "native"')));
    await verdict(page, /broken\.json is refused: \d+ problems/);
    await expect.poll(() => page.locator('.problems li').count()).toBeGreaterThan(2);
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('takes many files at once, each with its verdict, and tells equal ones', async () => {
    const { page, errors, accessibility, overflow } = await open('submit/', { width: 390 });
    const text = submissionText(otherMachine());
    const good = writtenSubmission(otherMachine());
    const name = good.split('/').at(-1)!;
    const submissions = join(inject('site').samples, 'data/submissions/suite-1');
    const [known] = readdirSync(submissions);
    await drop(
      page,
      good,
      written('empty.json', ''),
      written('table.csv', 'a,b'),
      written('again.json', text),
      join(submissions, known!),
    );
    await page.getByRole('status').getByText('5 files').waitFor();
    await expect
      .poll(() => page.getByRole('status').allInnerTexts())
      .toContain('5 files · 2 fine · 2 refused · 1 on the leaderboard already');
    expect(await verdicts(page)).toEqual([
      `${name} is fine`,
      'empty.json is refused: one problem',
      'table.csv is refused: one problem',
      `again.json is the same as ${name}`,
      `${known} is on the leaderboard already`,
    ]);
    expect(await page.locator('.file details[open] h2').allInnerTexts()).toEqual([
      expect.stringMatching(/^empty/),
      expect.stringMatching(/^table/),
    ]);
    await page.locator('.file summary').first().click();
    await page.getByText('the other files of this page are not counted').waitFor();
    expect(await overflow()).toEqual([]);
    expect(await accessibility()).toEqual([]);
    await page.getByRole('button', { name: 'Remove table.csv' }).click();
    expect(await verdicts(page)).toHaveLength(4);
    await page.getByRole('button', { name: 'Remove all' }).click();
    expect(await verdicts(page)).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('takes a pasted text, by keys and by its button, and the JSON files of a folder', async () => {
    const { page, errors } = await open('submit/');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copy = (text: string) => page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await copy(submissionText(otherMachine()));
    await page.keyboard.press('ControlOrMeta+V');
    await verdict(page, 'pasted.json is fine');
    await copy('hello');
    await page.getByRole('button', { name: 'Paste the text of a file' }).click();
    await verdict(page, 'pasted.json is refused: one problem');
    expect(await verdicts(page)).toHaveLength(1);
    const inside = join(folder, 'clone/deep');
    mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, 'run.json'), '{}');
    writeFileSync(join(inside, 'notes.txt'), '{}');
    mkdirSync(join(folder, 'nothing'), { recursive: true });
    const devTools = await page.context().newCDPSession(page);
    const dropFolder = async (name: string) => {
      const data = { items: [], files: [join(folder, name)], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await devTools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    };
    await dropFolder('clone');
    await verdict(page, 'run.json is refused: one problem');
    expect(await verdicts(page)).toHaveLength(2);
    await dropFolder('nothing');
    await page.getByRole('alert').getByText('There is no JSON file in it').waitFor();
    expect(errors()).toEqual([]);
  });

  it('may not send anything elsewhere', async () => {
    const { page, errors } = await open('submit/');
    const sent = await page.evaluate(() =>
      fetch('https://example.org/', { method: 'POST', body: 'x' }).then(String, String),
    );
    expect(sent).toMatch(/^TypeError/);
    // The browser reports messages apart from the answer of the page.
    await expect
      .poll(() => errors().join())
      .toContain('violates the following Content Security Policy directive: "connect-src');
  });

  it('fills in a pull request where the file fits into a link, and else says the steps', async () => {
    const context = await harness.browser.newContext();
    context.setDefaultTimeout(STEP_MS);
    const page = await context.newPage();
    await page.route('**/submit/', async (route) => {
      const body = await (await route.fetch({ timeout: STEP_MS })).text();
      const repository = JSON.stringify({ owner: 'org', name: 'trainmark', branch: 'main' });
      await route.fulfill({
        body: body.replace(
          '&quot;repository&quot;:null',
          `&quot;repository&quot;:${repository.replaceAll('"', '&quot;')}`,
        ),
        contentType: 'text/html',
      });
    });
    await page.goto(`${harness.server.url}submit/`);
    await page.locator('#submit[data-live]').waitFor();
    const whole = otherMachine();
    const result = whole.results.find(({ cell }) => cell.mode === 'infer');
    if (result?.outcome.status !== 'ok') throw new Error('the sample has no result');
    const repetitions = result.outcome.repetitions.slice(0, 1);
    const small = {
      ...whole,
      preset: 'quick' as const,
      results: [{ ...result, outcome: { ...result.outcome, repetitions, power: null } }],
    };
    const path = writtenSubmission(small);
    await drop(page, path);
    const link = page.getByRole('link', { name: 'Open the prefilled pull request on GitHub' });
    const address = new URL((await link.getAttribute('href'))!);
    expect(address.href.length).toBeLessThan(8000);
    expect(address.pathname).toBe('/org/trainmark/new/main/data/submissions/suite-1');
    expect(address.searchParams.get('filename')).toBe(path.split('/').at(-1));
    expect(address.searchParams.get('value')).toBe(readFileSync(path, 'utf8'));
    const long = writtenSubmission(whole);
    await drop(page, long);
    await page.getByRole('button', { name: 'Copy the text of the file' }).waitFor();
    expect(
      await page.getByRole('link', { name: 'Open the new file on GitHub' }).getAttribute('href'),
    ).toContain(`filename=${long.split('/').at(-1)}`);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: `Download ${long.split('/').at(-1)}` }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe(long.split('/').at(-1));
    expect(readFileSync(await download.path(), 'utf8')).toBe(readFileSync(long, 'utf8'));
    const together = page.getByRole('region', { name: 'Send all 2 in one pull request' });
    await together.getByLabel('Your account on GitHub').fill('jane-doe');
    const upload = together.getByRole('link', { name: 'Open the upload page of your fork' });
    expect(await upload.getAttribute('href')).toBe(
      'https://github.com/jane-doe/trainmark/upload/main/data/submissions/suite-1',
    );
    await context.close();
  });
});

describe('the page of a run', () => {
  it('is where a known file leads; it shows every result with its samples', async () => {
    const submissions = join(inject('site').samples, 'data/submissions/suite-1');
    const name = readdirSync(submissions).find((one) => one.includes('m1-max'))!;
    const { page, errors, accessibility, overflow } = await open('submit/', { width: 834 });
    await drop(page, join(submissions, name));
    await page.getByText('this very file is on the leaderboard already').waitFor();
    await page.getByRole('link', { name: 'Its page' }).click();
    await page.waitForURL(`**/runs/${name.replace(/\.json$/, '')}/`);
    const { results } = JSON.parse(readFileSync(join(submissions, name), 'utf8')) as Submission;
    const measured = results.filter(({ outcome }) => outcome.status === 'ok').length;
    expect(await page.locator('.finding').textContent()).toContain(`${measured} results`);
    expect(await page.locator('.finding').textContent()).toContain('by a contributor, with the');
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Results',
      ...(measured < results.length ? ['Without a value'] : []),
      'How it was measured',
      'Repeat this run',
    ]);
    expect(await page.locator('.run svg.trace').count()).toBe(Math.min(50, measured));
    expect(await page.locator('.run article').first().getByRole('img').getAttribute('aria-label')).toMatch(
      /^[\d,]+ samples in 3 repetitions, .* median /,
    );
    await page.locator('.run article summary').first().click();
    expect(await page.locator('.run article pre').first().textContent()).toMatch(
      /^npm run bench -- --preset standard --workload resnet18 --mode train/,
    );
    const raw = page.getByRole('link', { name: 'The file' });
    expect(
      (await (await fetch(await raw.evaluate((link: HTMLAnchorElement) => link.href))).json()).kind,
    ).toBe('submission');
    expect(await page.locator('*').count()).toBeLessThan(3000);
    expect(await overflow()).toEqual([]);
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('shows published values with their remarks, without JavaScript', async () => {
    const published = join(inject('site').samples, 'data/published');
    const [name] = readdirSync(published);
    const { page } = await open(`runs/${name!.replace(/\.json$/, '')}/`, { javaScript: false });
    expect(await page.locator('.finding').textContent()).toContain('Trainmark did not measure them');
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(3);
  });
});

describe('the data explorer', () => {
  it('answers a question that is a link, and every change is one, too', async () => {
    const one = await open('data/explore/');
    const { page, errors, external, accessibility, overflow } = one;
    expect(one.requested().some((url) => url.endsWith('.parquet'))).toBe(false);
    await page.getByRole('link', { name: 'Which machine trains VGG16 fastest?' }).click();
    await page.locator('.explorer tbody tr').first().waitFor();
    const values = await page.locator('.explorer tbody tr td:nth-child(5)').allInnerTexts();
    const numbers = values.map(Number);
    expect(numbers.length).toBeGreaterThan(1);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    await page.getByRole('button', { name: 'value', exact: true }).click();
    await expect.poll(() => page.url()).toContain('sort=-value');
    await expect
      .poll(() => page.locator('.explorer tbody tr td:nth-child(5)').first().innerText())
      .toBe(values.at(-1));
    await page.getByRole('combobox', { name: 'Value' }).focus();
    await expect.poll(() => page.locator('datalist option').count()).toBeGreaterThan(1);
    await page.getByLabel('Column that makes groups').selectOption('software');
    await page
      .getByRole('status')
      .getByText(/^\d+ groups? of \d+ records$/)
      .waitFor();
    await expect.poll(() => page.url()).toContain('group=software');
    await page.goBack();
    await page
      .getByRole('status')
      .getByText(/^\d+ records$/)
      .waitFor();
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const csv = readFileSync(await (await waiting).path(), 'utf8').split('\r\n');
    expect(csv[0]).toBe('machineName,software,recipe,dtype,value,unit,rank,date');
    expect(csv).toHaveLength(numbers.length + 2);
    expect(await overflow()).toEqual([]);
    expect(await accessibility()).toEqual([]);
    expect([external(), errors()]).toEqual([[], []]);
  });

  it('says in one line why a link has no answer', async () => {
    const { page, errors, accessibility } = await open('data/explore/?table=results&columns=colour', {
      width: 390,
      dark: true,
    });
    const line = page.locator('.explorer .warning');
    await expect
      .poll(() => line.textContent())
      .toMatch(/^No answer: there is no column "colour" in results; it has id,/);
    await page.goto(`${harness.server.url}data/explore/?table=secrets`);
    await expect
      .poll(() => line.textContent())
      .toMatch(/^No answer: there is no table "secrets"; there are results, gaps,/);
    await page.goto(`${harness.server.url}data/explore/?table=gaps&where=reason`);
    await expect.poll(() => line.textContent()).toContain('is not of the form "column operator value"');
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
  });
});
