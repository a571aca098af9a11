import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  entryOf,
  folderWith,
  type Place,
  packed,
  serve,
  serveFiles,
  sha256,
  temporary,
  tinyIdx,
} from '../testing/dataset-files.ts';
import { type DatasetEntry, datasets } from './catalogue.ts';
import { prepareDataset } from './prepare.ts';

const files = packed(tinyIdx);
const names = Object.keys(files);
const [images] = names as [string];
const damaged = { ...files, [images]: Buffer.from('another file') };

let places: Place[] = [];
afterEach(() => {
  for (const place of places) place.close();
  places = [];
});

async function open(place: Promise<Place>): Promise<Place> {
  places.push(await place);
  return places.at(-1)!;
}

/** A place where nobody listens. */
async function closedBase(): Promise<string> {
  const { base, close } = await serveFiles({});
  close();
  return base;
}

interface Asked {
  bases?: readonly string[];
  given?: string | null;
  cache?: string;
  signal?: AbortSignal;
  stallMs?: number;
}

const prepare = (
  { bases = [], given = null, cache = temporary(), signal = new AbortController().signal, stallMs }: Asked,
  log: (line: string) => void = () => {},
) => {
  const entry: DatasetEntry = entryOf(files, { bases });
  return prepareDataset('MNIST', { given, cache }, log, signal, { ...datasets, MNIST: entry }, stallMs);
};

describe('the cache', () => {
  test('keeps what was fetched, checked and named as published', async () => {
    const { base, asked } = await open(serveFiles(files));
    const cache = join(temporary(), 'new', 'cache');
    const log: string[] = [];
    const prepared = await prepare({ bases: [base], cache }, (line) => log.push(line));
    expect(prepared).toEqual({ status: 'ready', folder: join(cache, 'mnist') });
    expect(readdirSync(join(cache, 'mnist')).toSorted()).toEqual(names.toSorted());
    for (const name of names) expect(readFileSync(join(cache, 'mnist', name))).toEqual(files[name]);
    expect(log[0]).toBe(`MNIST: fetching ${images} (0.0 MB) from ${base}`);

    expect(await prepare({ bases: [base], cache })).toMatchObject({ status: 'ready' });
    expect(asked).toHaveLength(names.length);
  });

  test('follows redirects and goes on to the next place', async () => {
    const there = await open(serveFiles(files));
    const moved = await open(
      serve((request, response) =>
        response.writeHead(302, { location: there.base + request.url!.slice(1) }).end(),
      ),
    );
    expect(await prepare({ bases: [moved.base] })).toMatchObject({ status: 'ready' });
    const empty = await open(serveFiles({}));
    const bases = [await closedBase(), empty.base, there.base];
    expect(await prepare({ bases })).toMatchObject({ status: 'ready' });
  });

  test('goes on to the next place where one sends another file', async () => {
    const [wrong, right] = [await open(serveFiles(damaged)), await open(serveFiles(files))];
    expect(await prepare({ bases: [wrong.base, right.base] })).toMatchObject({ status: 'ready' });
  });

  test.each([
    ['shorter', Buffer.from('another file')],
    ['of the same size', Buffer.alloc(files[images]!.length)],
    ['longer', Buffer.alloc(2 * files[images]!.length)],
  ])('refuses a wrong file that is %s and leaves nothing of it', async (_, bytes) => {
    const { base } = await open(serveFiles({ ...files, [images]: bytes }));
    const cache = temporary();
    const prepared = await prepare({ bases: [base], cache });
    expect(prepared).toMatchObject({ status: 'refused' });
    expect(prepared).toHaveProperty('why', expect.stringContaining(`expected ${sha256(files[images]!)}`));
    expect(prepared).toHaveProperty('why', expect.stringContaining('--data'));
    expect(readdirSync(join(cache, 'mnist'))).toEqual([]);
  });

  test('mends a damaged file by fetching it once more', async () => {
    const { base, asked } = await open(serveFiles(files));
    const cache = temporary();
    await prepare({ bases: [base], cache });
    writeFileSync(join(cache, 'mnist', images), 'damaged');
    const log: string[] = [];
    expect(await prepare({ bases: [base], cache }, (line) => log.push(line))).toMatchObject({
      status: 'ready',
    });
    expect(log[0]).toContain('fetching it again');
    expect(asked).toHaveLength(names.length + 1);
  });

  test('refuses a damaged file that cannot be fetched, with both hashes', async () => {
    const cache = temporary();
    mkdirSync(join(cache, 'mnist'));
    writeFileSync(join(cache, 'mnist', images), 'damaged');
    const prepared = await prepare({ bases: [await closedBase()], cache });
    expect(prepared).toMatchObject({ status: 'refused' });
    for (const words of [sha256(Buffer.from('damaged')), sha256(files[images]!), 'delete', 'ECONNREFUSED'])
      expect(prepared).toHaveProperty('why', expect.stringContaining(words));
  });

  test.each([
    ['below a file', () => join(folderWith({ file: Buffer.from('') }), 'file', 'cache')],
    ['below /proc', () => '/proc/trainmark/cache'],
  ])('that cannot be written, %s, is refused', async (_, cache) => {
    const { base } = await open(serveFiles(files));
    const prepared = await prepare({ bases: [base], cache: cache() });
    expect(prepared).toMatchObject({ status: 'refused' });
    expect(prepared).toHaveProperty(
      'why',
      expect.stringMatching(/^MNIST: cannot write into the cache .*: E[A-Z]+; give a folder/),
    );
  });
});

describe('without a place that answers', () => {
  test('samples are generated, and every attempt is named', async () => {
    const empty = await open(serveFiles({}));
    const prepared = await prepare({ bases: [await closedBase(), empty.base] });
    expect(prepared).toMatchObject({ status: 'generated' });
    expect(prepared).toHaveProperty('why', expect.stringMatching(/ECONNREFUSED.* \| .*HTTP 404/));
  });

  test('a server that stops in the middle is given up', async () => {
    const { base } = await open(serve((_, response) => response.writeHead(200).write('x')));
    const prepared = await prepare({ bases: [base], stallMs: 50 });
    expect(prepared).toMatchObject({ status: 'generated' });
    expect(prepared).toHaveProperty('why', expect.stringContaining('nothing arrived for 0.05 s'));
  });

  test('a transfer that breaks off is no wrong file', async () => {
    const { base } = await open(
      serve((_, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('x', () => response.destroy());
      }),
    );
    expect(await prepare({ bases: [base] })).toMatchObject({ status: 'generated' });
  });
});

test('an interruption ends the transfer at once and leaves nothing', async () => {
  const interrupt = new AbortController();
  const { base } = await open(
    serve((_, response) => {
      response.writeHead(200).write('x');
      setTimeout(() => interrupt.abort(new Error('stopped by the person')), 20);
    }),
  );
  const cache = temporary();
  await expect(prepare({ bases: [base], cache, signal: interrupt.signal })).rejects.toThrow(
    'stopped by the person',
  );
  expect(readdirSync(join(cache, 'mnist'))).toEqual([]);
});

describe('--data', () => {
  test('takes files from the folder itself or from one named after the data set, and asks nobody', async () => {
    const { base, asked } = await open(serveFiles(files));
    const given = folderWith(files);
    expect(await prepare({ given, bases: [base] })).toEqual({ status: 'ready', folder: given });
    const above = temporary();
    renameSync(given, join(above, 'mnist'));
    expect(await prepare({ given: above, bases: [base] })).toEqual({
      status: 'ready',
      folder: join(above, 'mnist'),
    });
    expect(asked).toEqual([]);
  });

  test('refuses a missing file and says where to get it', async () => {
    const { [images]: _, ...rest } = files;
    const given = folderWith(rest);
    const prepared = await prepare({ given, bases: ['https://example.org/'] });
    expect(prepared).toMatchObject({ status: 'refused' });
    expect(prepared).toHaveProperty(
      'why',
      `MNIST: ${given} (--data) has no ${images}; get it from https://example.org/${images} and put it, packed as it is, into ${join(given, 'mnist')}`,
    );
  });

  test('refuses another file with both hashes, and a folder of that name', async () => {
    const prepared = await prepare({ given: folderWith(damaged) });
    expect(prepared).toMatchObject({ status: 'refused' });
    for (const bytes of [damaged[images]!, files[images]!])
      expect(prepared).toHaveProperty('why', expect.stringContaining(sha256(bytes)));

    const flipped = Buffer.from(files[images]!);
    flipped[20]! ^= 1;
    expect(await prepare({ given: folderWith({ ...files, [images]: flipped }) })).toHaveProperty(
      'why',
      expect.stringContaining(`SHA-256 ${sha256(flipped)} (${flipped.length} bytes)`),
    );

    const given = temporary();
    mkdirSync(join(given, images));
    expect(await prepare({ given })).toHaveProperty('why', expect.stringContaining('EISDIR'));
  });
});

test('every published file has a hash, a size and at least two places', () => {
  for (const { bases, files, format } of Object.values(datasets)) {
    expect(bases.length).toBeGreaterThan(1);
    for (const base of bases) expect(base).toMatch(/^https?:\/\/.*\/$/);
    expect(files).toHaveLength(format === 'idx' ? 4 : 1);
    for (const { sha256, sizeBytes } of files) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(sizeBytes).toBeGreaterThan(4000);
    }
  }
});
