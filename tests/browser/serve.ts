/** @file Serves a built site from a folder under a base path, as a static host would. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import sirv from 'sirv';

export interface Server {
  /** URL of the site with the base path and a trailing slash: "http://127.0.0.1:40123/some/base/". */
  url: string;
  port: number;
  /** The base path with leading and trailing slashes. */
  base: string;
  close(): Promise<void>;
}

interface Rule {
  /** A path, or the start of one if it ends with `*`. */
  path: string;
  headers: [string, string][];
}

const applies = ({ path }: Rule, to: string): boolean =>
  path.endsWith('*') ? to.startsWith(path.slice(0, -1)) : to === path;

/** The rules of a `_headers` file. */
function readRules(folder: string): Rule[] {
  const lines = readFileSync(join(folder, '_headers'), 'utf8').split('\n');
  const rules: Rule[] = [];
  for (const line of lines) {
    const [, name, value] = /^\s+([\w-]+): (.+)$/.exec(line) ?? [];
    if (line.startsWith('/')) rules.push({ path: line, headers: [] });
    else if (name !== undefined) rules.at(-1)!.headers.push([name, value!]);
  }
  return rules;
}

interface ServeOptions {
  /** Whether the host sends the headers of `_headers`, as some static hosts do. */
  headers?: boolean;
  /** Whether the host compresses texts, as most static hosts do. */
  gzip?: boolean;
  /** In how many pieces a page arrives, as over a slow network; whole by default. */
  pieces?: number;
}

const TEXTS = /\.(html|css|js|mjs|json|svg|csv|xml|txt|md|webmanifest)$/;

/** The file that a URL asks for. */
function fileOf(folder: string, url: string): string {
  const path = decodeURIComponent(url.replace(/[?#].*$/, ''));
  return join(folder, path.endsWith('/') ? `${path}index.html` : path);
}

/** Writes a compressed copy beside the text that a URL asks for, once; `sirv` then serves that. */
function compress(folder: string, url: string): void {
  const file = fileOf(folder, url);
  if (!TEXTS.test(file) || !existsSync(file) || existsSync(`${file}.gz`)) return;
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
}

/** Milliseconds between two pieces: a browser draws a frame or two. */
const PIECE_MS = 25;

/** Sends a page piece by piece. */
async function sendPieces(response: ServerResponse, page: Buffer, pieces: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  const size = Math.ceil(page.length / pieces);
  for (let from = 0; from < page.length; from += size) {
    response.write(page.subarray(from, from + size));
    await wait(PIECE_MS);
  }
  response.end();
}

/** Serves `folder` on a free port of 127.0.0.1. Paths outside `base` return 404, so links without it fail. */
export async function serveFolder(
  folder: string,
  base: string,
  { headers = true, gzip = false, pieces = 1 }: ServeOptions = {},
): Promise<Server> {
  const rules = headers ? readRules(folder) : [];
  // Only its development mode sees files that are written later.
  const files = sirv(folder, { etag: true, gzip, dev: gzip });
  const server = createServer((request, response) => {
    const notFound = () => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    };
    if (!request.url?.startsWith(base)) {
      notFound();
      return;
    }
    request.url = request.url.slice(base.length - 1);
    const path = request.url.replace(/[?#].*$/, '');
    for (const rule of rules.filter((one) => applies(one, path))) {
      for (const [name, value] of rule.headers) response.appendHeader(name, value);
    }
    const file = pieces > 1 ? fileOf(folder, request.url) : '';
    if (file.endsWith('.html') && existsSync(file)) {
      void sendPieces(response, readFileSync(file), pieces);
      return;
    }
    if (gzip) compress(folder, request.url);
    files(request, response, notFound);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    port,
    base,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
