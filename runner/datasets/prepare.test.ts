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

/** The base URL of a server that has stopped. */
async function closedBase(): Promise<string> {
  const { base, close } = await serveFiles({});
  close();
  return base;
}

interface Options {
  bases?: readonly string[];
  given?: string | null;
  cache?: string;
  signal?: AbortSignal;
  stallMs?: number;
}

const prepare = (
  { bases = [], given = null, cache = temporary(), signal = new AbortController().signal, stallMs }: Options,
  log: (line: string) => void = () => {},
) => {
  const entry: DatasetEntry = entryOf(files, { bases });
  return prepareDataset('MNIST', { given, cache }, log, signal, { ...datasets, MNIST: entry }, stallMs);
};

describe('the cache', () => {
  test('keeps verified downloads under their published names', async () => {
    const { base, asked } = await open(serveFiles(files));
    const cache = join(temporary(), 'new', 'cache');
    const log: string[] = [];
    const prepared = await prepare({ bases: [base], cache }, (line) => log.push(line));
    expect(prepared).toEqual({ status: 'ready', folder: join(cache, 'mnist') });
    expect(readdirSync(join(cache, 'mnist')).toSorted()).toEqual(names.toSorted());
    for (const name of names) expect(readFileSync(join(cache, 'mnist', name))).toEqual(files[name]);
    expect(log[0]).toBe(`MNIST: downloading ${images} (0.0 MB) from ${base}`);

    expect(await prepare({ bases: [base], cache })).toMatchObject({ status: 'ready' });
    expect(asked).toHaveLength(names.length);
  });

  test('is filled through redirects and from the next server when one fails', async () => {
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

  test('is filled from the next server when one sends a wrong file', async () => {
    const [wrong, right] = [await open(serveFiles(damaged)), await open(serveFiles(files))];
    expect(await prepare({ bases: [wrong.base, right.base] })).toMatchObject({ status: 'ready' });
  });

  test.each([
    ['shorter', Buffer.from('another file')],
    ['of the same size', Buffer.alloc(files[images]!.length)],
    ['longer', Buffer.alloc(2 * files[images]!.length)],
  ])('rejects a wrong file that is %s and removes it', async (_, bytes) => {
    const { base } = await open(serveFiles({ ...files, [images]: bytes }));
    const cache = temporary();
    const prepared = await prepare({ bases: [base], cache });
    expect(prepared).toMatchObject({ status: 'refused' });
    expect(prepared).toHaveProperty('reason', expect.stringContaining(`expected ${sha256(files[images]!)}`));
    expect(prepared).toHaveProperty('reason', expect.stringContaining('--data'));
    expect(readdirSync(join(cache, 'mnist'))).toEqual([]);
  });

  test('replaces a damaged file by downloading it again', async () => {
    const { base, asked } = await open(serveFiles(files));
    const cache = temporary();
    await prepare({ bases: [base], cache });
    writeFileSync(join(cache, 'mnist', images), 'damaged');
    const log: string[] = [];
    expect(await prepare({ bases: [base], cache }, (line) => log.push(line))).toMatchObject({
      status: 'ready',
    });
    expect(log[0]).toContain('downloading it again');
    expect(asked).toHaveLength(names.length + 1);
  });

  test('rejects a damaged file that cannot be downloaded, naming both hashes', async () => {
    const cache = temporary();
    mkdirSync(join(cache, 'mnist'));
    writeFileSync(join(cache, 'mnist', images), 'damaged');
    const prepared = await prepare({ bases: [await closedBase()], cache });
    expect(prepared).toMatchObject({ status: 'refused' });
    for (const words of [sha256(Buffer.from('damaged')), sha256(files[images]!), 'delete', 'ECONNREFUSED'])
      expect(prepared).toHaveProperty('reason', expect.stringContaining(words));
  });

  test.each([
    ['below a file', () => join(folderWith({ file: Buffer.from('') }), 'file', 'cache')],
    ['below /proc', () => '/proc/trainmark/cache'],
  ])('is refused if it cannot be written: %s', async (_, cache) => {
    const { base } = await open(serveFiles(files));
    const prepared = await prepare({ bases: [base], cache: cache() });
    expect(prepared).toMatchObject({ status: 'refused' });
    expect(prepared).toHaveProperty(
      'reason',
      expect.stringMatching(
        /^MNIST: cannot write to the cache .*: (a part of the path is a file|it cannot be created there); set /,
      ),
    );
  });
});

describe('when no server answers', () => {
  test('samples are generated, and the reason lists every attempt', async () => {
    const empty = await open(serveFiles({}));
    const prepared = await prepare({ bases: [await closedBase(), empty.base] });
    expect(prepared).toMatchObject({ status: 'generated' });
    expect(prepared).toHaveProperty('reason', expect.stringMatching(/ECONNREFUSED.* \| .*HTTP 404/));
  });

  test('a stalled download is abandoned', async () => {
    const { base } = await open(serve((_, response) => response.writeHead(200).write('x')));
    const prepared = await prepare({ bases: [base], stallMs: 50 });
    expect(prepared).toMatchObject({ status: 'generated' });
    expect(prepared).toHaveProperty('reason', expect.stringContaining('nothing arrived for 0.05 s'));
  });

  test('an interrupted transfer does not count as a wrong file', async () => {
    const { base } = await open(
      serve((_, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('x', () => response.destroy());
      }),
    );
    expect(await prepare({ bases: [base] })).toMatchObject({ status: 'generated' });
  });
});

test('an interruption ends the transfer immediately and leaves no partial file', async () => {
  const interrupt = new AbortController();
  const { base } = await open(
    serve((_, response) => {
      response.writeHead(200).write('x');
      setTimeout(() => interrupt.abort(new Error('stopped by the user')), 20);
    }),
  );
  const cache = temporary();
  await expect(prepare({ bases: [base], cache, signal: interrupt.signal })).rejects.toThrow(
    'stopped by the user',
  );
  expect(readdirSync(join(cache, 'mnist'))).toEqual([]);
});

describe('--data', () => {
  test('reads files from the folder or its subfolder for the data set, without any request', async () => {
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

  test('rejects a missing file and says where to download it', async () => {
    const { [images]: _, ...rest } = files;
    const given = folderWith(rest);
    const prepared = await prepare({ given, bases: ['https://example.org/'] });
    expect(prepared).toMatchObject({ status: 'refused' });
    expect(prepared).toHaveProperty(
      'reason',
      `MNIST: ${given} (--data) has no ${images}; download https://example.org/${images} and put it into ${join(given, 'mnist')} without unpacking it`,
    );
  });

  test('rejects a wrong file, naming both hashes, and a folder with the name of a file', async () => {
    const prepared = await prepare({ given: folderWith(damaged) });
    expect(prepared).toMatchObject({ status: 'refused' });
    for (const bytes of [damaged[images]!, files[images]!])
      expect(prepared).toHaveProperty('reason', expect.stringContaining(sha256(bytes)));

    const flipped = Buffer.from(files[images]!);
    flipped[20]! ^= 1;
    expect(await prepare({ given: folderWith({ ...files, [images]: flipped }) })).toHaveProperty(
      'reason',
      expect.stringContaining(`SHA-256 ${sha256(flipped)} (${flipped.length} bytes)`),
    );

    const given = temporary();
    mkdirSync(join(given, images));
    expect(await prepare({ given })).toHaveProperty('reason', expect.stringContaining('EISDIR'));
  });
});

test('every data set has at least two base URLs, and every file a hash and a size', () => {
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
