/** @file The quick test in a real Chromium, on the CPU and on a WebGPU adapter that the CPU emulates. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { type Submission, submissionSchema } from '../../data/contract/submission.ts';
import { machineSlug } from '../../data/derive/files/file-name.ts';
import { references } from '../../runner/models/references/index.generated.ts';
import { answerLikeFastMachine, pretendToBeRtx2070 } from './fake-worker.ts';
import { fileHarness } from './file-harness.ts';
import { type Harness, type OpenedPage, type PageOptions, STEP_MS, startHarness } from './harness.ts';

const harness = fileHarness();

async function open(
  query = '',
  options: PageOptions = {},
  from: Pick<Harness, 'openPage'> = harness,
): Promise<OpenedPage> {
  const one = await from.openPage(`quick-test/${query}`, options);
  harness.opened.push(one);
  if (options.javaScript !== false) await one.page.evaluate(bePatient);
  return one;
}

/**
 * Runs in the page: what waits for a minute waits for ten. A worker that is silent for a minute counts as one that hangs, but
 * on a busy machine an emulated GPU compiles a net for as long.
 */
function bePatient(): void {
  const { setTimeout: start } = globalThis;
  Reflect.set(globalThis, 'setTimeout', (call: () => void, ms = 0) =>
    start(call, ms < 60_000 ? ms : 10 * ms),
  );
}

/** Runs in the page, which a browser without a window never hides by itself. */
function hidePage(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

const button = (page: Page, name: string) => page.getByRole('button', { name });
const choose = (page: Page, name: string) => page.getByRole('radio', { name, exact: true }).check();
/** Time for a whole run: far more than its budget, because a busy machine loads, compiles and checks slowly. */
const RUN_MS = 8 * 60_000;
const finished = (page: Page) => button(page, 'Start again').waitFor({ timeout: RUN_MS });

/** The worker that an action starts, perhaps before the action has returned. */
async function workerOf(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('worker'), act()]);
}

/** Waits for the value of the smallest product, which stays once it is there. */
const measuresProduct = (page: Page) =>
  page
    .getByRole('row', { name: /^256 × 256 .* TFLOP\/s/ })
    .first()
    .waitFor({ timeout: RUN_MS });

/** Runs in the page: notes what was shown as live, however briefly, as the names of pictures. */
function noteLive(): void {
  const shown = new Set<string>();
  Reflect.set(globalThis, 'shownLive', shown);
  new MutationObserver(() => {
    for (const picture of document.querySelectorAll('figure.live [role="img"]'))
      shown.add(picture.getAttribute('aria-label') ?? '');
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

/** Runs in the page. */
const shownLive = (): string[] => [...(Reflect.get(globalThis, 'shownLive') as Set<string>)];

/** The page says why there is no GPU, and offers the CPU alone. */
async function saysNoGpu(page: Page, reason: RegExp): Promise<void> {
  expect(await page.locator('#gpu-answer').textContent()).toMatch(reason);
  expect(await page.getByRole('link', { name: 'What can be done' }).isVisible()).toBe(true);
  for (const name of ['GPU', 'GPU, then CPU'])
    expect(await page.getByRole('radio', { name, exact: true }).isDisabled()).toBe(true);
  expect(await button(page, 'Start the test').count()).toBe(0);
  expect(await page.getByRole('radio', { name: 'CPU', exact: true }).isChecked()).toBe(true);
}

/** Finds a chip by what somebody types, and chooses it. */
async function nameChip(page: Page, kind: 'GPU' | 'CPU', typed: string, name: string): Promise<void> {
  const question = page.getByRole('group', { name: `Which ${kind} is it?` });
  await question.getByRole('combobox').fill(typed);
  await question.getByRole('option', { name }).first().click();
  await question.getByRole('radio', { name, exact: true }).waitFor();
  expect(await question.getByRole('radio', { name, exact: true }).isChecked()).toBe(true);
}

/** Downloads the result file and proves that ingest accepts it. */
async function download(page: Page): Promise<{ submission: Submission; name: string }> {
  const waiting = page.waitForEvent('download');
  await button(page, 'Download the result').click();
  const file = await waiting;
  const [path, name] = [await file.path(), file.suggestedFilename()];
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-quick-test-'));
  try {
    mkdirSync(join(folder, 'suite-1'));
    copyFileSync(path, join(folder, 'suite-1', name));
    const ingest = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'ingest/main.ts', '--check', '--submissions', folder],
      { encoding: 'utf8' },
    );
    expect(ingest.stderr).toBe('');
    expect(ingest.status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { submission: submissionSchema.parse(JSON.parse(readFileSync(path, 'utf8'))), name };
}

/** Copies the link and the picture of a result, and opens the link in a page of its own. */
async function sendsResult(page: Page, rate: number): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, 'Copy link').click();
  await page.getByText('Link copied.').waitFor();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toMatch(/\/some\/base\/quick-test\/#result=[\w-]+$/);
  await button(page, 'Copy picture').click();
  await page.getByText('Picture copied.').waitFor();
  expect(await page.evaluate(async () => (await navigator.clipboard.read())[0]!.types)).toContain(
    'image/png',
  );
  const saved = page.waitForEvent('download');
  await button(page, 'Save picture').click();
  const picture = readFileSync(await (await saved).path());
  // The signature of a PNG, then its width and height.
  expect(picture.toString('latin1', 1, 4)).toBe('PNG');
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1200, 630]);
  const text = await page.locator('canvas').getAttribute('aria-label');
  expect(text).toContain(`${rate} TFLOP/s`);
  expect(text).toContain('emulated by the CPU');

  const [, fragment] = address.split('#');
  const sent = await open(`#${fragment}`, { width: 390, height: 844 });
  await sent.page.getByText('Claimed by whoever sent this link.').waitFor();
  await sent.page.locator('.place').first().waitFor();
  expect(await sent.page.getByRole('heading', { name: `GPU ${rate} TFLOP/s` }).count()).toBe(1);
  expect(await sent.page.getByText('This is a software adapter').count()).toBe(1);
  expect(await button(sent.page, 'Run the test here').isEnabled()).toBe(true);
  expect(sent.page.workers()).toHaveLength(0);
  expect(await sent.accessibility()).toEqual([]);
  expect(await sent.overflow()).toEqual([]);
  expect(sent.external()).toEqual([]);
  expect(sent.errors()).toEqual([]);
  await sent.page.goto(address.slice(0, -40).replace('127.0.0.1', 'localhost'));
  await sent.page.getByRole('alert').filter({ hasText: 'perhaps it was cut off' }).waitFor();
  expect(await button(sent.page, 'Start the test').isVisible()).toBe(true);
}

/** Runs in the page: cancels the run unless it has ended. */
function clickCancel(): void {
  const buttons = [...document.querySelectorAll('button')];
  buttons.find(({ textContent }) => textContent.trim() === 'Cancel')?.click();
}

describe('quick test', () => {
  it('measures this browser and offers a file that conforms to the contract', async () => {
    const { page, external, errors, accessibility } = await open('?budget=2');
    // The browser reports the end of a worker with a short delay.
    await expect.poll(() => page.workers()).toHaveLength(0);
    await button(page, 'Start the test').click();
    await finished(page);

    const headline = page.getByRole('heading', { name: /TFLOP\/s$/ });
    expect(await headline.count()).toBe(1);
    const [, shown] = /^GPU ([\d.e-]+) TFLOP\/s\s*$/.exec((await headline.textContent()) ?? '') ?? [];
    expect(Number(shown)).toBeGreaterThan(0);
    expect(await page.getByText('This is a software adapter').count()).toBe(1);
    const products = page.locator('tbody', { hasText: 'Matrix product, float32' });
    expect(await products.getByRole('row', { name: /^256 × 256 .* TFLOP\/s/ }).count()).toBe(1);
    expect(await page.locator('.mark-line.browser').count()).toBe(1);
    // The browser reports the end of a worker with a short delay.
    await expect.poll(() => page.workers()).toHaveLength(0);

    const { submission, name } = await download(page);
    expect(submission.runner.origin).toBe('browser');
    expect(submission.runner.runtime).toMatch(/^Chrome \d+$/);
    expect(submission.preset).toBe('smoke');
    expect(submission.interrupted).toBe(false);
    expect(name).toMatch(
      new RegExp(`^${machineSlug(submission.machine)}--\\d{4}-\\d\\d-\\d\\d--[0-9a-f]{8}\\.json$`),
    );
    const [first] = submission.results;
    expect(first?.cell).toMatchObject({
      workload: 'matmul',
      engine: 'webgpu',
      size: 256,
      device: { kind: 'gpu', software: true },
    });
    expect(first?.outcome).toMatchObject({ status: 'ok', check: { kind: 'output', passed: true } });
    // Training does not fit into two seconds.
    expect(submission.results.at(-1)).toMatchObject({
      cell: { workload: 'vgg16-cifar100', batchSize: 64 },
      outcome: { status: 'skipped', limit: 'time' },
    });

    expect(await accessibility()).toEqual([]);
    await sendsResult(page, Number(shown));
    expect(external()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('measures the CPU with threads, and its results are correct', async () => {
    const falling = /^Loss while it trained: step \d+ 2\.\d+, step /;
    const measured = async (budget: number) => {
      const one = await open(`?budget=${budget}`, { width: 390, height: 844 });
      await one.page.evaluate(noteLive);
      await choose(one.page, 'CPU');
      await button(one.page, 'Start the test').click();
      await finished(one.page);
      return one;
    };
    // On a busy machine no training fits into 20 s.
    const hasTrained = ({ page }: OpenedPage) => page.getByRole('img', { name: falling }).count();
    const quick = await measured(20);
    const one = (await hasTrained(quick)) > 0 ? quick : await measured(120);
    const { page, external, errors, accessibility, overflow } = one;
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    // While it trained, and with the result.
    expect(await page.evaluate(shownLive)).toContainEqual(expect.stringMatching(falling));
    expect(await hasTrained(one)).toBeGreaterThan(0);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.getByRole('heading', { name: /^CPU [\d.e-]+ TFLOP\/s$/ }).count()).toBe(1);
    expect(await page.getByText('The CPU of this machine multiplied').count()).toBe(1);
    expect(await page.getByText('computes with one thread').first().isVisible()).toBe(false);
    // Workers and the threads that they started.
    await expect.poll(() => page.workers()).toHaveLength(0);

    const { submission } = await download(page);
    expect(submission.machine).toMatchObject({ cpu: null, gpus: [] });
    const device = { kind: 'cpu', api: 'none', software: false };
    for (const { cell } of submission.results) {
      expect(cell).toMatchObject({ engine: 'wasm', dtype: 'float32', device });
    }
    const outcomes = submission.results.flatMap(({ outcome }) => (outcome.status === 'ok' ? [outcome] : []));
    const threads = await page.evaluate(() => navigator.hardwareConcurrency);
    for (const { check, observed } of outcomes) {
      expect(check.passed).toBe(true);
      expect(observed).toMatchObject({ threads });
    }
    const left = submission.results.flatMap(({ outcome }) => (outcome.status === 'ok' ? [] : [outcome]));
    for (const outcome of left) expect(outcome).toMatchObject({ status: 'skipped', limit: 'time' });
    const ok = submission.results.filter(({ outcome }) => outcome.status === 'ok');
    expect(ok.map(({ cell }) => cell.workload)).toEqual(expect.arrayContaining(['matmul', 'mnist-cnn']));

    await nameChip(page, 'CPU', 'i78700', 'i7-8700');
    expect(await page.getByText('% of the peak of i7-8700').isVisible()).toBe(true);
    expect(await page.getByText('% of the fastest native result of this chip').count()).toBeGreaterThan(0);
    expect(await accessibility()).toEqual([]);
    expect(await overflow()).toEqual([]);
    expect(external()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('measures the CPU with one thread where the host does not isolate the page', async () => {
    const plain = await startHarness({ headers: false });
    try {
      const { page, errors } = await open('?budget=2', {}, plain);
      const oneThread = page.getByText('computes with one thread');
      expect(await oneThread.isVisible()).toBe(false);
      await choose(page, 'CPU');
      expect(await oneThread.isVisible()).toBe(true);
      await button(page, 'Start the test').click();
      await finished(page);
      expect(await page.getByText(/\(1 thread, (?:relaxed )?SIMD\)/).count()).toBe(1);
      expect(await page.getByText('computes with one thread').first().isVisible()).toBe(true);
      const { submission } = await download(page);
      expect(submission.results[0]?.outcome).toMatchObject({
        status: 'ok',
        check: { passed: true },
        observed: { threads: 1 },
      });
      expect(errors()).toEqual([]);
    } finally {
      await plain.close();
    }
  });

  it('measures both devices, one after the other, and offers one file', async () => {
    const { page, errors, accessibility } = await open('?budget=2');
    await choose(page, 'GPU, then CPU');
    expect(await page.getByText('Takes about 4 s').count()).toBe(1);
    await button(page, 'Start the test').click();
    await finished(page);
    const headline = page.getByRole('heading', { name: /^GPU [\d.e-]+ TFLOP\/s CPU [\d.e-]+ TFLOP\/s$/ });
    expect(await headline.count()).toBe(1);
    expect(await page.locator('.scale').first().locator('.mark-line.browser').count()).toBe(2);
    const tables = await page.getByRole('region', { name: /^Measurements of the/ }).count();
    expect(tables).toBe(2);
    const { submission } = await download(page);
    expect([...new Set(submission.results.map(({ cell }) => cell.engine))]).toEqual(['webgpu', 'wasm']);
    expect(submission.machine.gpus).toHaveLength(1);
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('trains a net, checks it, and keeps its result when cancelled', async () => {
    const { page, accessibility, errors } = await open('?budget=120');
    await page.evaluate(answerLikeFastMachine, ['mnist-cnn', 'vgg16-cifar100']);
    await button(page, 'Start the test').click();
    const part = page.locator('tbody', { hasText: 'Training the MNIST CNN' });
    await part.getByText('samples/s').waitFor({ timeout: RUN_MS });
    // The next net takes an emulated GPU minutes, or does not fit and the run has ended already.
    await page.evaluate(clickCancel);
    await finished(page);

    expect(
      await page.getByText(/The first losses, 2\.72, 2\.\d\d, 2\.[12]\d, and their gradients equal/).count(),
    ).toBe(1);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.locator('.scale').count()).toBeGreaterThanOrEqual(2);
    const { submission } = await download(page);
    const trained = submission.results.find(({ cell }) => cell.workload === 'mnist-cnn');
    expect(trained).toMatchObject({
      cell: { mode: 'train', engine: 'webgpu', recipe: 'optimized', dtype: 'float32' },
      outcome: { status: 'ok', check: { kind: 'loss-trajectory', passed: true } },
    });
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('shows every part of a fast GPU, each on its axis', async () => {
    const { page, accessibility, errors, overflow } = await open('', { width: 390, height: 844 });
    await page.evaluate(pretendToBeRtx2070);
    await page.evaluate(answerLikeFastMachine, []);
    await button(page, 'Start the test').click();
    await finished(page);
    const sizes = await page.getByRole('rowheader').allTextContents();
    expect(sizes).toEqual([
      'Matrix product, float32',
      '256 × 256',
      '512 × 512',
      '1024 × 1024',
      '2048 × 2048',
      '4096 × 4096',
      'Training the MNIST CNN, float32',
      'batch 256',
      'Matrix product, float16',
      '4096 × 4096',
      'Attention, float32',
      '1024 tokens',
      'Training VGG16, float32',
      'batch 256',
    ]);
    expect(await page.locator('.mark-line.browser').count()).toBe(5);
    expect(await page.getByRole('img', { name: /^Loss while it trained/ }).count()).toBe(2);
    expect(await page.getByText('An epoch would take').count()).toBe(2);
    const { submission } = await download(page);
    expect(submission.preset).toBe('quick');
    expect(submission.results.map(({ outcome }) => outcome.status)).toEqual(Array(9).fill('ok'));
    expect(await accessibility()).toEqual([]);
    expect(await overflow()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('loads the engine on click only, and no other net', async () => {
    const { page, requested } = await open('?budget=60');
    await button(page, 'Start the test').waitFor();
    const loaded = () =>
      page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1)));
    expect(
      (await loaded()).filter((name) => /^(?:worker|session|QuickTest|client|native)/.test(name!)),
    ).toEqual([]);
    await workerOf(page, () => button(page, 'Start the test').click());
    expect((await loaded()).filter((name) => name!.startsWith('session'))).toHaveLength(1);
    await measuresProduct(page);
    const assets = join(inject('site').folder, 'assets');
    const assembler = readdirSync(assets).filter((name) =>
      readFileSync(join(assets, name), 'utf8').includes('parseWat'),
    );
    expect(assembler).toHaveLength(1);
    expect(requested().filter((url) => url.endsWith(assembler[0]!))).toEqual([]);
    // On a busy machine nothing else fits, and the run has ended already.
    await page.evaluate(clickCancel);
    await finished(page);
    await choose(page, 'CPU');
    await button(page, 'Start again').click();
    await expect.poll(() => requested().filter((url) => url.endsWith(assembler[0]!))).toHaveLength(1);

    const url = requested().find((url) => /\/worker[^/]*\.js$/.test(url))!;
    const worker = readFileSync(join(assets, url.split('/').at(-1)!), 'utf8');
    const offered = Object.entries(references).filter(([, { losses, outputs }]) => {
      // Minified numbers have no zero before the point.
      const number = String(losses[0] ?? outputs[0]![0]).replace(/^(-?)0/, '$1');
      return worker.includes(number);
    });
    expect(offered.map(([id]) => id)).toEqual(['mnist-cnn', 'vgg16-cifar100']);
  });

  it('marks the peak of the reported GPU on the axis, or of another selected GPU', async () => {
    const { page, accessibility, errors } = await open('', { width: 390, height: 844 });
    await page.evaluate(pretendToBeRtx2070);
    await page.evaluate(answerLikeFastMachine, []);
    await button(page, 'Start the test').click();
    await finished(page);
    expect(await page.getByText('This is a software adapter').count()).toBe(0);
    const peaks = page.locator('.mark-line.peak .name');
    const choice = page.getByRole('group', { name: 'Which GPU is it?' });
    await choice.getByRole('radio', { name: 'RTX 2070', exact: true }).waitFor();
    expect(await choice.getByRole('radio', { name: 'RTX 2070', exact: true }).isChecked()).toBe(true);
    expect(await page.getByText('% of the peak of RTX 2070').isVisible()).toBe(true);

    expect(await peaks.filter({ hasText: 'RTX 5090' }).count()).toBe(0);
    await nameChip(page, 'GPU', 'rtx5090', 'RTX 5090');
    // On the axes of both products.
    expect(await peaks.filter({ hasText: 'RTX 5090' }).count()).toBe(2);
    expect(await page.getByText('% of the peak of RTX 5090').isVisible()).toBe(true);
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('waits for the test of another tab, and begins when that has ended', async () => {
    const { page } = await open('?budget=2');
    const release = await page.evaluateHandle(async () => {
      const taken = Promise.withResolvers<void>();
      const over = Promise.withResolvers<void>();
      void navigator.locks.request('trainmark-quick-test', () => {
        taken.resolve();
        return over.promise;
      });
      await taken.promise;
      return () => over.resolve();
    });
    await button(page, 'Start the test').click();
    await page.getByText('Another tab or window of this browser is running the test').waitFor();
    await release.evaluate((end) => end());
    await page.getByText('Another tab or window').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: /Start again/ }).waitFor();
  });

  it('stops at once when cancelled by keyboard, and can start again', async () => {
    const { page, errors } = await open('?budget=120');
    await button(page, 'Start the test').focus();
    await workerOf(page, () => page.keyboard.press('Enter'));
    await expect
      .poll(() => button(page, 'Cancel').evaluate((element) => element === document.activeElement))
      .toBe(true);
    await page.keyboard.press('Enter');
    await finished(page);
    expect(await page.getByRole('status').textContent()).toContain('Cancelled');
    // The browser reports the end of a worker with a short delay.
    await expect.poll(() => page.workers()).toHaveLength(0);

    await workerOf(page, () => button(page, 'Start again').click());
    await page.evaluate(hidePage, true);
    await expect.poll(() => page.title()).toMatch(/^Paused · /);
    expect(await page.getByRole('status').first().textContent()).toContain('Paused while the page is hidden');
    await expect.poll(() => page.workers()).toHaveLength(0);
    await workerOf(page, () => page.evaluate(hidePage, false));
    await expect.poll(() => page.title()).toMatch(/^\d+ s left · /);
    expect(await page.getByText(/hidden once during the test.*that time does not count/).count()).toBe(1);
    await button(page, 'Cancel').click();
    await finished(page);
    expect(await page.getByText(/hidden once during the test/).count()).toBe(1);
    expect(await page.title()).toMatch(/^Quick test/);
    expect(errors()).toEqual([]);
  });

  it('reports that a worker crashed, with a remedy', async () => {
    const { page } = await open('?budget=2');
    // In place of the first worker: one that is told to crash while it runs may have ended before.
    await page.route(
      /\/worker[^/]*\.js$/,
      async (route) => {
        const response = await route.fetch({ timeout: STEP_MS });
        await route.fulfill({ response, body: "setTimeout(() => { throw new Error('boom'); });" });
      },
      { times: 1 },
    );
    await button(page, 'Start the test').click();
    await finished(page);
    expect(await page.getByRole('alert').textContent()).toMatch(/crashed: .*boom.*Start again/);
    await button(page, 'Start again').click();
    await measuresProduct(page);
  });

  it('reports a lost GPU, and works again afterwards', async () => {
    const own = await startHarness();
    try {
      const { page } = await open('?budget=60', {}, own);
      await button(page, 'Start the test').click();
      await page
        .getByText(/\d+ × \d+: (warming up|measuring)/)
        .first()
        .waitFor();
      const session = await own.browser.newBrowserCDPSession();
      await session.send('Browser.crashGpuProcess');
      await finished(page);
      expect(await page.getByRole('alert').textContent()).toMatch(/device lost.*start again/);
      await button(page, 'Start again').click();
      await measuresProduct(page);
    } finally {
      await own.close();
    }
  });

  it('offers the CPU alone if the browser has WebGPU but no GPU, and says so before any click', async () => {
    const bare = await startHarness({ adapter: false });
    try {
      const { page, errors, accessibility } = await open('?budget=2', {}, bare);
      await saysNoGpu(page, /this browser has WebGPU, but found no GPU that it can use\./);
      expect(await accessibility()).toEqual([]);
      await button(page, 'Test the CPU').click();
      await finished(page);
      expect(await page.getByRole('alert').count()).toBe(0);
      expect(await page.getByRole('heading', { name: /^CPU [\d.e-]+ TFLOP\/s$/ }).count()).toBe(1);
      const { submission } = await download(page);
      expect(submission.results[0]).toMatchObject({ cell: { engine: 'wasm' }, outcome: { status: 'ok' } });
      expect(errors()).toEqual([]);
    } finally {
      await bare.close();
    }
  });

  it('offers the CPU alone if the browser has no WebGPU, and says why', async () => {
    const { page, errors, accessibility } = await open('?budget=2', { webgpu: false });
    await saysNoGpu(page, /this browser has no WebGPU, or it is turned off\./);
    expect(await page.getByRole('heading', { name: 'Which browsers have WebGPU' }).isVisible()).toBe(true);
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('measures the CPU on a page without HTTPS, but offers no file', async () => {
    const { page, accessibility } = await open('?budget=2', { insecure: true });
    await saysNoGpu(page, /not opened over HTTPS.*with one thread\./);
    await button(page, 'Test the CPU').click();
    await finished(page);
    expect(await page.getByRole('heading', { name: /^CPU [\d.e-]+ TFLOP\/s$/ }).count()).toBe(1);
    expect(await page.getByText(/\(1 thread, (?:relaxed )?SIMD\)/).count()).toBe(1);
    expect(await page.getByText('offered only on a page that was opened over HTTPS').count()).toBe(1);
    expect(await button(page, 'Download the result').count()).toBe(0);
    expect(await accessibility()).toEqual([]);
  });

  it('is the only page that may compile WebAssembly, and no page may evaluate text', () => {
    const { folder } = inject('site');
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.html'),
    );
    const policies = new Map(
      pages.map((name) => {
        const html = readFileSync(join(folder, name), 'utf8');
        const [, policy] = /<meta http-equiv="content-security-policy" content="([^"]+)"/i.exec(html)!;
        return [name, policy!.split(/[ ;]+/)];
      }),
    );
    expect(policies.size).toBeGreaterThan(10);
    const having = (source: string) => pages.filter((name) => policies.get(name)!.includes(source));
    expect(having("'wasm-unsafe-eval'")).toEqual([join('quick-test', 'index.html')]);
    expect(having("'unsafe-eval'")).toEqual([]);
    expect(having("'unsafe-inline'")).toEqual([]);
  });

  it('shows a notice without JavaScript', async () => {
    const { page } = await open('', { javaScript: false });
    // Playwright's text search skips noscript elements.
    const notice = page.locator('noscript .warning');
    expect(await notice.isVisible()).toBe(true);
    expect(await notice.textContent()).toContain('needs JavaScript');
    expect(await page.getByRole('link', { name: 'command line' }).first().getAttribute('href')).toBe(
      '#command-line',
    );
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('rejects an invalid budget', async () => {
    const { page } = await open('?budget=soon');
    await page.getByText('not a number of seconds from 1 to 120; 30 s are used').waitFor();
  });

  it.each([
    ['light', false],
    ['dark', true],
  ])('is accessible and fits a phone, %s', async (_name, dark) => {
    const { page, accessibility, overflow } = await open('', { width: 390, height: 844, dark });
    await button(page, 'Start the test').waitFor();
    expect(await accessibility()).toEqual([]);
    expect(await overflow()).toEqual([]);
  });
});
