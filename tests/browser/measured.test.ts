/** @file Every kind of measurement on the pages, from sample submissions through ingest to the visible text. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fileHarness } from './file-harness.ts';
import { type PageOptions, untilHydrated } from './harness.ts';

const harness = fileHarness({ adapter: false, quiet: true });

async function open(path: string, options: PageOptions = {}): Promise<Page> {
  return (await harness.open(path, options)).page;
}

const static_ = { javaScript: false };

/** The first row of the panel whose title contains this text, with its details open and loaded. */
async function details(page: Page, panel: string): Promise<Locator> {
  const row = page
    .locator('table.rows tbody', { has: page.locator('tr.panel', { hasText: panel }) })
    .first()
    .locator('> tr:not(.panel)')
    .first();
  await row.locator('details.row > summary').click();
  await row.locator('details.row dl').first().waitFor();
  return row;
}

/** The value of a term in the details. */
const fact = (row: Locator, term: string) =>
  row.locator('details.row dl > div', { has: row.page().locator(`dt:text-is("${term}")`) }).locator('dd');

/** The note of a panel: baseline.json names a published value for training only. */
const noRatio = (what: string) => `No ratio: The Intel Core i7-8700 has no value for this ${what} yet.`;

/** Titles of the panels, with their notes. */
const titles = (page: Page) => page.locator('table.rows tr.panel th').allTextContents();

describe('inference', () => {
  it('has one panel per metric, latency first', async () => {
    const page = await open('workloads/resnet18/infer/', static_);
    const found = (await titles(page)).filter((title) => /^(Latency|Samples)/.test(title));
    const note = noRatio('workload, mode and size');
    expect(found).toEqual([
      `Latency of one sample: optimized code, measured by Trainmark optimized · float32 · batch 1 · measured${note}`,
      `Samples per second: optimized code, batch 32, measured by Trainmark optimized · float32 · batch 32 · measured${note}`,
      `Samples per second at the best batch: optimized code, measured by Trainmark optimized · float32 · measured${note}`,
    ]);
    for (const panel of await page.locator('table.rows tbody').all()) {
      const units = await panel.locator('> tr:not(.panel) .unit').allTextContents();
      expect(new Set(units).size).toBeLessThanOrEqual(1);
    }
  });

  it('is a page of its own, to which that of the workload links', async () => {
    const page = await open('workloads/resnet18/', static_);
    await page.getByRole('link', { name: /rows: inference$/ }).click();
    await page.waitForURL(/\/workloads\/resnet18\/infer\/$/);
    expect((await titles(page))[0]).toContain('Latency of one sample');
    expect(await page.locator('.finding').first().textContent()).toMatch(/fastest at [\d.]+ ms/);
  });

  it('shows median and 90th percentile with the number of samples', async () => {
    const page = await open('workloads/resnet18/infer/');
    const row = await details(page, 'Latency of one sample');
    expect(await fact(row, 'Latency').textContent()).toMatch(
      /^median [\d.]+ ms, 90th percentile [\d.]+ ms, of 600 single inferences$/,
    );
  });

  it('shows the batch sweep, the largest batch and the reason why it ended', async () => {
    const page = await open('workloads/resnet18/infer/');
    const row = await details(page, 'at the best batch');
    expect(await fact(row, 'Largest batch').textContent()).toBe(
      '128. Batch 256: the device has no memory left',
    );
    const batches = row.locator('table.ladder tbody th');
    expect(await batches.allTextContents()).toEqual(['1', '2', '4', '8', '16', '32', '64', '128']);
    expect(await row.locator('table.ladder tr.best th').textContent()).toBe('128');
    expect(await row.locator('.engine .settings').textContent()).toContain('batch 128');
  });
});

describe('the details of training', () => {
  it('show drift, memory with its method, power with its scope, and the cost of a run', async () => {
    const page = await open('workloads/resnet18/train/');
    const row = await details(page, 'naive · float32 · batch 128');
    expect(await fact(row, 'Drift').textContent()).toMatch(/last repetition took [\d.]+ % longer/);
    expect(await fact(row, 'Peak memory').textContent()).toBe(
      '3.41 GB: memory of the GPU that the engine had taken',
    );
    expect(await fact(row, 'Power').textContent()).toMatch(
      /^168 W on average \(14.2 W idle\), the GPU board alone, by the energy counter of NVML$/,
    );
    expect(await fact(row, 'Energy').textContent()).toMatch(/J per epoch$/);
    expect(await fact(row, 'Cost of a run').textContent()).toMatch(
      /USD = [\d.]+ hours for 2 epochs x 0.36 USD an hour. Price: Given by the submitter, 2026-11-10$/,
    );
  });

  it('omit what was not measured', async () => {
    const page = await open('workloads/resnet18/train/');
    const panel = page.locator('table.rows tbody', { hasText: 'naive · float32 · batch 128' }).first();
    const row = panel.locator('> tr', { hasText: '10-core CPU' });
    await row.locator('summary').click();
    await row.locator('dl').waitFor();
    expect(await fact(row, 'Peak memory').count()).toBe(1);
    for (const term of ['Power', 'Energy', 'Cost of a run', 'Latency', 'Largest batch']) {
      expect(await fact(row, term).count()).toBe(0);
    }
  });

  it('show target, epochs and runs, and state if the data was generated', async () => {
    const page = await open('workloads/mnist-cnn/converge/');
    const generated = await details(page, 'generated data');
    expect(await fact(generated, 'Target').textContent()).toContain('3 of 3 runs reached it');
    expect(await fact(generated, 'Data').textContent()).toContain('not the real data set');
    const official = await details(page, 'optimized · float32 · batch 256 · measured');
    expect(await fact(official, 'Data').textContent()).toContain('official files');
  });
});

describe('a language model', () => {
  it('has one panel per file and mode, prompt before generation', async () => {
    const page = await open('workloads/llm/', static_);
    expect(await page.locator('section.mode > h2').allTextContents()).toEqual([
      'Reading a prompt',
      'Generating',
    ]);
    expect(await page.locator('.finding').first().textContent()).toMatch(
      /^Qwen2\.5.*: the .* is fastest at [\d,]+ tokens\/s/,
    );
    const model = (format: string, hash: string, tokens: number) => {
      const name = `Qwen2.5-0.5B shape, random weights, ${format}`;
      const words = `${name}, optimized code, ${tokens} tokens, measured by Trainmark`;
      return `${words} ${name} · SHA-256 ${hash}… · optimized · ${tokens} tokens · measured${noRatio('model file and mode')}`;
    };
    for (const [mode, tokens] of [
      ['prompt', 512],
      ['generate', 128],
    ] as const) {
      const board = await open(`workloads/llm/${mode}/`, static_);
      expect(await titles(board)).toEqual([
        model('Q4_0', 'c0ffee11', tokens),
        model('Q8_0', 'beef2222', tokens),
      ]);
    }
  });

  it('shows where the layers were, the bytes read per token, and the check', async () => {
    const page = await open('workloads/llm/generate/');
    const row = await details(page, 'Q4_0 · SHA-256 c0ffee11… · optimized · 128 tokens');
    expect(await fact(row, 'Language model').textContent()).toContain('494 million parameters');
    expect(await fact(row, 'Model file').textContent()).toBe('278 MB, SHA-256 c0ffee11…');
    expect(await fact(row, 'Layers').textContent()).toBe('all on the GPU');
    expect(await fact(row, 'Weights read').textContent()).toMatch(/^\d+ GB\/s: 278 MB for each token$/);
    expect(await fact(row, 'Checked').textContent()).toBe(
      'probabilities of the next token against a reference in float64: relative error 0.004, allowed 0.12',
    );
    const some = page.locator('table.rows tbody > tr', { hasText: '12 layers on the GPU' }).first();
    await some.locator('summary').click();
    await some.locator('dl').waitFor();
    expect(await some.locator('.flags').textContent()).toContain('The result was not checked');
    expect(await fact(some, 'Layers').textContent()).toBe('12 on the GPU, the others on the CPU');
  });

  it('has ratios of GPU over CPU for each file', async () => {
    const page = await open('workloads/llm/', static_);
    const ratios = page.locator('table.ratios tbody tr', { hasText: 'GeForce RTX 4070' });
    expect(await ratios.count()).toBe(6);
    expect(await ratios.filter({ hasText: 'computes only 12 of the layers' }).count()).toBe(2);
    expect(await ratios.filter({ hasText: 'Q8_0' }).count()).toBe(2);
  });

  it('can be filtered by the format of its weights', async () => {
    const page = await open('workloads/llm/generate/');
    await expect.poll(async () => (await titles(page)).length).toBe(2);
    await page.getByRole('searchbox').fill('q8_0');
    await expect.poll(async () => (await titles(page)).length).toBe(1);
    expect((await titles(page))[0]).toContain('Q8_0');
  });
});

describe('the engines of one computer', () => {
  it.each([1280, 390])('are listed together for one device at %d px, fastest first', async (width) => {
    const page = await open('workloads/vgg16-cifar100/', { ...static_, width });
    const first = page.locator('details.engines').first();
    expect(await first.locator('summary').textContent()).toContain(
      'is the fastest of 5 engines in 5 of 5 settings',
    );
    const gpu = first.locator('tbody', { hasText: 'RTX 4070 SUPER GPU · optimized · float32' });
    const engines = await gpu.locator('tr:not(.panel) th').allTextContents();
    expect(engines.map((text) => text.trim().replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^pytorch CUDA|^PyTorch CUDA/),
      'TensorFlow CUDA',
      'TensorFlow.js Node CUDA',
      'TensorFlow.js WebGPU Vulkan',
    ]);
    const speeds = await gpu.locator('td.number:nth-of-type(2)').allTextContents();
    expect(speeds[0]).toBe('1.00x');
    expect(speeds.map((text) => Number.parseFloat(text))).toEqual(
      speeds.map((text) => Number.parseFloat(text)).toSorted((a, b) => b - a),
    );
  });

  it('are the rows of the filter that the page links to', async () => {
    const page = await open('workloads/vgg16-cifar100/');
    await page.getByRole('link', { name: 'All rows of this machine' }).first().click();
    await page.waitForURL(/[?&]machine=[^&]*4070/);
    await untilHydrated(page);
    await expect.poll(async () => page.locator('.tally').textContent()).toMatch(/18 of \d\d rows/);
    expect(await page.locator('table.rows tbody > tr:not(.panel, .pinned)').count()).toBe(18);
    const filter = page.locator('details.facet', { hasText: 'machine' });
    expect(await filter.locator('summary').getAttribute('title')).toContain(
      'NVIDIA GeForce RTX 4070 SUPER, Debian',
    );
  });

  it('have ratios of half precision over float32', async () => {
    const page = await open('workloads/vgg16-cifar100/', static_);
    const table = page.locator('details.pairs', { hasText: 'Half precision over float32' });
    expect(await table.locator('tbody tr').count()).toBe(5);
    expect(await table.locator('summary').textContent()).toMatch(/: 1\.6\dx to 1\.7\dx in 5 pairs/);
    const long = page.locator('details.pairs', { hasText: 'Optimized over beginner’s code' });
    expect(await long.locator('tbody tr th').count()).toBe(12);
    const chart = page.locator('#ratios .bars');
    expect(await chart.getAttribute('aria-label')).toContain('Half precision over float32: median 1.');
    expect(await table.locator('tbody tr').first().textContent()).toContain(
      'Half precision is bfloat16 here.',
    );
  });
});

describe('scaling with the length', () => {
  it.each([1280, 390])(
    'is a static chart at %d px, with slopes in words and the underlying times',
    async (width) => {
      const page = await open('workloads/attention/', { ...static_, width });
      const section = page.locator('#scaling');
      const chart = section.locator('svg.chart').filter({ visible: true });
      expect(await chart.count()).toBe(1);
      expect(await chart.textContent()).toContain('log scale');
      const names = await chart.locator('.names text').allTextContents();
      expect(names).toHaveLength(4);
      expect(names.every((name) => /^\d$/.test(name))).toBe(width < 800);
      expect(await section.locator('p').first().textContent()).toContain(
        'From 128 to 4,096 tokens the slope is 2.00',
      );
      const line = section.locator('table.slopes tbody tr').first();
      expect(await line.textContent()).toContain('NVIDIA GeForce RTX 4070 SUPER');
      expect(await line.locator('.meaning, .meaning-below').filter({ visible: true }).textContent()).toBe(
        'about quadratic: twice the length takes 4.0 times as long',
      );
      await section.locator('details.points > summary').click();
      const times = await section.locator('details.points tbody tr').first().locator('td').allTextContents();
      expect(times).toHaveLength(6);
      expect(times.every((time) => /^[\d.]+ (µs|ms|s)$/.test(time))).toBe(true);
    },
  );

  it('has the rows of each length on the leaderboard', async () => {
    const page = await open('workloads/transformer-encoder/infer/', static_);
    expect((await titles(page)).filter((title) => title.includes('tokens'))).toHaveLength(6);
  });
});

it('shows a net with its nested blocks', async () => {
  const page = await open('workloads/transformer-encoder/', static_);
  await page.locator('details.layers > summary').click();
  const block = page.locator('.layers tbody th', { hasText: 'times in a row' });
  expect(await block.textContent()).toBe('6 times in a row, each:');
  expect(await page.locator('.layers .depth-2', { hasText: 'self-attention, 8 heads' }).count()).toBe(1);
});
