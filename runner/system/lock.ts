/**
 * @file A lock that one process on this machine holds at a time: a listening local socket. The system closes it when its
 * process ends, however it ends, so that no crash leaves it behind.
 */
import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** The lock is ours until `release` or until this process ends. */
export interface Lock {
  held: true;
  release(): void;
}

/** Another process has the lock. */
export interface Holder {
  held: false;
  /** When it took the lock; null if it does not answer. */
  startedAt: Date | null;
  /** Resolves when it has released the lock or has ended, or when the signal is aborted. */
  ended(signal: AbortSignal): Promise<void>;
}

/** A busy process answers late, because it may compute. */
const ANSWER_MS = 5000;
/** The holder may end between our two attempts; more often than this, something else is wrong. */
const MOST_TRIES = 5;
/** Where the lock cannot work, a run goes on without it: sockets are forbidden, or nobody listens and yet none can be opened. */
const WITHOUT: Lock = { held: true, release: () => undefined };

/**
 * Address of the socket. On Linux it has no file (`man 7 unix`, abstract sockets) and belongs to the network namespace: a
 * run in a container with a network of its own is out of reach. On Windows it is a named pipe, on other systems a file.
 */
export function lockAddress(name: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'linux') return `\0trainmark-${name}`;
  // Not in os.tmpdir(), which differs between users.
  return platform === 'win32' ? `\\\\.\\pipe\\trainmark-${name}` : `/tmp/trainmark-${name}.sock`;
}

/** Takes the lock of that name, or finds who holds it. */
export async function takeLock(
  name: string,
  platform: NodeJS.Platform = process.platform,
): Promise<Lock | Holder> {
  const address = lockAddress(name, platform);
  for (let tries = 1; ; tries++) {
    const answer = await listen(address);
    if (answer !== 'taken') return answer;
    const holder = await ask(address);
    if (holder !== null) return holder;
    if (tries === MOST_TRIES) return WITHOUT;
    // Nobody listens: the file of a process that was killed. Systems without such files have nothing to remove.
    if (platform !== 'linux' && platform !== 'win32') removeFile(address);
  }
}

/** Tells whoever connects when the lock was taken, and keeps the connection until the end. */
function listen(address: string): Promise<Lock | 'taken'> {
  const startedAt = new Date().toISOString();
  const connections = new Set<Socket>();
  const server: Server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket)).on('error', () => socket.destroy());
    socket.unref().write(`${startedAt}\n`);
  });
  const release = () => {
    server.close();
    for (const socket of connections) socket.destroy();
  };
  return new Promise((resolve) => {
    server.on('error', (error: NodeJS.ErrnoException) =>
      // Any other error comes from a system that forbids sockets, as some sandboxes do.
      resolve(error.code === 'EADDRINUSE' ? 'taken' : WITHOUT),
    );
    // Other users must be able to connect; an abstract socket has no permissions.
    const open = !address.startsWith('\0');
    server.listen({ path: address, readableAll: open, writableAll: open }, () => {
      server.unref();
      resolve({ held: true, release });
    });
  });
}

/** Connects to the holder; null if nobody listens. */
function ask(address: string): Promise<Holder | null> {
  return new Promise((resolve) => {
    const socket = connect({ path: address });
    const answered = (startedAt: Date | null) => {
      clearTimeout(late);
      socket.unref();
      resolve({ held: false, startedAt, ended: (signal) => closed(socket, signal) });
    };
    // After a pause of this process, as of a laptop that slept, an answer that has arrived is read first.
    const late = setTimeout(() => setImmediate(() => answered(null)), ANSWER_MS);
    socket.on('error', () => {
      clearTimeout(late);
      resolve(null);
    });
    socket.once('data', (data) => {
      const time = new Date(data.toString().trim());
      answered(Number.isNaN(time.getTime()) ? null : time);
    });
    // The holder ended before it answered.
    socket.on('close', () => {
      clearTimeout(late);
      resolve(null);
    });
  });
}

function closed(socket: Socket, signal: AbortSignal): Promise<void> {
  if (socket.closed || signal.aborted) return Promise.resolve();
  socket.ref().resume();
  return new Promise((resolve) => {
    const stop = () => {
      socket.destroy();
      resolve();
    };
    socket.on('close', stop);
    signal.addEventListener('abort', stop, { once: true });
  });
}

function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It belongs to another user: listening fails again, up to `MOST_TRIES`.
  }
}
