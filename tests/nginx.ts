/** @file Debian's nginx, unpacked without installing it, so that nothing starts and nothing of the system changes. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const KEPT = resolve('.cache/nginx');

interface Nginx {
  program: string;
  /** The file with the media types by suffix. */
  types: string;
}

const run = (program: string, options: readonly string[], cwd?: string): boolean =>
  spawnSync(program, options, { cwd, stdio: 'ignore', timeout: 200_000 }).status === 0;

const works = ({ program, types }: Nginx): boolean => existsSync(types) && run(program, ['-v']);

/** The nginx of the system, or Debian's unpacked below `.cache/`; otherwise why there is none. */
export function findNginx(): Nginx | string {
  const system: Nginx = { program: '/usr/sbin/nginx', types: '/etc/nginx/mime.types' };
  const kept: Nginx = { program: join(KEPT, 'usr/sbin/nginx'), types: join(KEPT, 'etc/nginx/mime.types') };
  if (works(system)) return system;
  if (works(kept)) return kept;
  if (process.platform !== 'linux' || !run('apt-get', ['--version'])) {
    return 'nginx is not installed, and there is no apt-get to download it; install the package "nginx"';
  }
  mkdirSync(KEPT, { recursive: true });
  const download = () => run('apt-get', ['-q', 'download', 'nginx', 'nginx-common'], KEPT);
  const found = download() || (run('apt-get', ['-q', 'update']) && download());
  const packages = found ? readdirSync(KEPT).filter((name) => name.endsWith('.deb')) : [];
  for (const name of packages) run('dpkg-deb', ['-x', name, '.'], KEPT);
  if (works(kept)) return kept;
  rmSync(KEPT, { recursive: true, force: true });
  return 'nginx could not be downloaded with apt-get, or it lacks a library; install the package "nginx"';
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

/** A running nginx. */
export interface Running {
  port: number;
  close(): Promise<void>;
}

/**
 * Starts nginx with a configuration for its `conf.d`, as Debian's own `nginx.conf` includes it.
 * @param folder for everything that nginx writes
 * @param configure makes the configuration for a port
 * @throws with the messages of nginx if it does not answer
 */
export async function startNginx(
  { program, types }: Nginx,
  folder: string,
  configure: (port: number) => string,
): Promise<Running> {
  for (;;) {
    const started = await startOn(await freePort(), { program, types }, folder, configure);
    if (typeof started !== 'string') return started;
    // Another program may take a free port before nginx does.
    if (!started.includes('Address already in use')) throw new Error(`nginx does not answer:\n${started}`);
  }
}

/** Starts nginx on a port; its messages if it ends. */
async function startOn(
  port: number,
  { program, types }: Nginx,
  folder: string,
  configure: (port: number) => string,
): Promise<Running | string> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(join(folder, 'site.conf'), configure(port));
  writeFileSync(
    join(folder, 'nginx.conf'),
    [
      'daemon off;',
      'worker_processes 1;',
      `pid ${folder}/nginx.pid;`,
      'error_log stderr warn;',
      'events { worker_connections 64; }',
      'http {',
      `include ${types};`,
      'default_type application/octet-stream;',
      'access_log off;',
      ...temporary.map((name) => `${name}_temp_path ${folder}/${name};`),
      `include ${folder}/site.conf;`,
      '}',
    ].join('\n'),
  );
  // Workers of a server that root starts run as another user, who must be able to read the site.
  const user = process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
  const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf'), ...user], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let messages = '';
  child.stderr.on('data', (text) => {
    messages += text;
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const close = async () => {
    child.kill('SIGQUIT');
    await ended;
  };
  while (child.exitCode === null && child.signalCode === null) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    // What answers while nginx cannot listen is another program.
    if (answered && !messages.includes('Address already in use')) return { port, close };
    await setTimeout(100);
  }
  await ended;
  return messages;
}
