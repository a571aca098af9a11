/** @file The quick test in a real Chromium, on a WebGPU adapter emulated on the CPU. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { submissionSchema } from '../../data/contract/submission.ts';
import { machineSlug } from '../../data/derive/file-name.ts';
import { type Harness, type OpenedPage, type PageOptions, startHarness } from './harness.ts';

let harness: Harness;
const opened: OpenedPage[] = [];

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function open(query = '', options: PageOptions = {}, from: Harness = harness): Promise<OpenedPage> {
  const one = await from.openPage(`quick-test/${query}`, options);
  opened.push(one);
  return one;
}

const button = (page: Page, name: string) => page.getByRole('button', { name });
const finished = (page: Page) => button(page, 'Start again').waitFor({ timeout: 90_000 });

describe('quick test', () => {
  it('measures this browser and offers a file that conforms to the contract', async () => {
    const { page, external, errors, accessibility } = await open('?budget=2');
    // The browser reports the end of a worker with a short delay.
    await expect.poll(() => page.workers()).toHaveLength(0);
    await button(page, 'Start the test').click();
    await finished(page);

    const headline = page.getByRole('heading', { name: /TFLOP\/s$/ });
    expect(await headline.count()).toBe(1);
    const shown = Number.parseFloat((await headline.textContent()) ?? '');
    expect(shown).toBeGreaterThan(0);
    expect(await page.getByText('This is a software adapter').count()).toBe(1);
    expect(await page.getByRole('rowheader', { name: '256 × 256' }).count()).toBe(1);
    expect(await page.locator('.mark-line.browser').count()).toBe(1);
    // The browser reports the end of a worker with a short delay.
    await expect.poll(() => page.workers()).toHaveLength(0);

    const waiting = page.waitForEvent('download');
    await button(page, 'Download the result').click();
    const download = await waiting;
    const submission = submissionSchema.parse(JSON.parse(readFileSync(await download.path(), 'utf8')));
    expect(submission.runner.origin).toBe('browser');
    expect(submission.runner.runtime).toMatch(/^Chrome \d+$/);
    expect(submission.preset).toBe('smoke');
    expect(submission.interrupted).toBe(false);
    expect(download.suggestedFilename()).toMatch(
      new RegExp(`^${machineSlug(submission.machine)}--\\d{4}-\\d\\d-\\d\\d--[0-9a-f]{8}\\.json$`),
    );
    const [first] = submission.results;
    expect(first?.cell).toMatchObject({
      workload: 'matmul',
      engine: 'tfjs-webgpu',
      size: 256,
      device: { kind: 'gpu', software: true },
    });
    expect(first?.outcome).toMatchObject({ status: 'ok', check: { kind: 'output', passed: true } });

    expect(await accessibility()).toEqual([]);
    expect(external()).toEqual([]);
    expect(errors()).toEqual([]);

    const folder = mkdtempSync(join(tmpdir(), 'trainmark-quick-test-'));
    try {
      mkdirSync(join(folder, 'suite-1'));
      copyFileSync(await download.path(), join(folder, 'suite-1', download.suggestedFilename()));
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
  });

  it('marks the peak of the reported GPU on the axis, or of another selected GPU', async () => {
    const { page, accessibility, errors } = await open('?budget=2', { width: 390, height: 844 });
    await page.evaluate(pretendToBeRtx2070);
    await button(page, 'Start the test').click();
    await finished(page);
    expect(await page.getByText('This is a software adapter').count()).toBe(0);
    const peaks = page.locator('.mark-line.peak .name');
    const choice = page.getByRole('combobox', { name: 'Which GPU is it?' });
    expect(await choice.locator('option:checked').textContent()).toBe('RTX 2070');
    expect(await page.getByText('% of the peak of RTX 2070').isVisible()).toBe(true);

    expect(await peaks.filter({ hasText: 'RTX 5090' }).count()).toBe(0);
    await choice.selectOption('RTX 5090');
    expect(await peaks.filter({ hasText: 'RTX 5090' }).count()).toBe(1);
    expect(await page.getByText('% of the peak of RTX 5090').isVisible()).toBe(true);
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('stops at once when cancelled by keyboard, and can start again', async () => {
    const { page, errors } = await open('?budget=60');
    await button(page, 'Start the test').focus();
    await page.keyboard.press('Enter');
    await page.waitForEvent('worker');
    expect(await button(page, 'Cancel').evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await finished(page);
    expect(await page.getByRole('status').textContent()).toContain('Cancelled');
    // The browser reports the end of a worker with a short delay.
    await expect.poll(() => page.workers()).toHaveLength(0);

    await button(page, 'Start again').click();
    await button(page, 'Cancel').click();
    await finished(page);
    expect(errors()).toEqual([]);
  });

  it('reports that a worker crashed, with a remedy', async () => {
    const { page } = await open('?budget=2');
    const worker = page.waitForEvent('worker');
    await button(page, 'Start the test').click();
    await (await worker).evaluate(() => {
      setTimeout(() => {
        throw new Error('boom');
      });
    });
    await finished(page);
    expect(await page.getByRole('alert').textContent()).toMatch(/crashed: .*boom.*Start again/);
    await button(page, 'Start again').click();
    await page.getByRole('heading', { name: /TFLOP\/s$/ }).waitFor({ timeout: 90_000 });
  });

  it('reports a lost GPU, and works again afterwards', async () => {
    const own = await startHarness();
    try {
      const { page } = await open('?budget=60', {}, own);
      await button(page, 'Start the test').click();
      await page
        .getByText(/256 × 256: (warming up|measuring)/)
        .first()
        .waitFor({ timeout: 60_000 });
      const session = await own.browser.newBrowserCDPSession();
      await session.send('Browser.crashGpuProcess');
      await finished(page);
      expect(await page.getByRole('alert').textContent()).toMatch(/device lost.*start again/);
      await button(page, 'Start again').click();
      await page.getByText('256 × 256: checking the output').first().waitFor({ timeout: 60_000 });
    } finally {
      await own.close();
    }
  });

  it('reports the missing adapter if the browser has WebGPU but no GPU', async () => {
    const bare = await startHarness({ adapter: false });
    try {
      const { page, errors } = await open('', {}, bare);
      await button(page, 'Start the test').click();
      await finished(page);
      expect(await page.getByRole('alert').textContent()).toContain('found no GPU that it can use');
      expect(errors()).toEqual([]);
    } finally {
      await bare.close();
    }
  });

  it.each<[string, PageOptions, RegExp]>([
    ['has no WebGPU', { webgpu: false }, /no WebGPU, or it is turned off/],
    ['is not secure', { insecure: true }, /not opened over HTTPS/],
  ])('shows the reason if the page %s', async (_name, options, reason) => {
    const { page, errors, accessibility } = await open('', options);
    expect(await page.getByRole('alert').textContent()).toMatch(reason);
    expect(await button(page, 'Start the test').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Which browsers have WebGPU' }).isVisible()).toBe(true);
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
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
    await page.getByText('not a number of seconds from 1 to 120; 25 s are used').waitFor();
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

/** Runs in the page: changes what WebGPU and WebGL report there; the worker still uses the emulated adapter. */
function pretendToBeRtx2070(): void {
  const overrides = {
    vendor: 'nvidia',
    architecture: 'turing',
    device: '',
    description: '',
    isFallbackAdapter: false,
  };
  for (const [name, value] of Object.entries(overrides)) {
    Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => value });
  }
  const renderer = 'ANGLE (NVIDIA, NVIDIA GeForce RTX 2070 (0x00001F02) Direct3D11 vs_5_0 ps_5_0, D3D11)';
  WebGLRenderingContext.prototype.getParameter = () => renderer;
}
