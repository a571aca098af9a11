/** @file A folder of complete files that wait beside their targets until all are there. Several threads can fill it. */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bytesOf, type OpenFile, type Output } from './output.ts';

/** A complete file. */
export interface Written {
  name: string;
  /** In hexadecimal digits. */
  sha256: string;
  /** False if the target has these bytes already, so that nothing has to be written. */
  isStaged: boolean;
}

/** Bytes that are written at once: enough that few calls are needed. A smaller file is compared with its target. */
const PART_BYTES = 1 << 20;

const sha256Of = (parts: readonly Uint8Array[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** SHA-256 of a file that was written out of order. */
function sha256OfFile(descriptor: number): string {
  const hash = createHash('sha256');
  const part = Buffer.allocUnsafe(PART_BYTES);
  let at = 0;
  for (;;) {
    const length = readSync(descriptor, part, 0, PART_BYTES, at);
    if (length === 0) return hash.digest('hex');
    hash.update(part.subarray(0, length));
    at += length;
  }
}

function writeFully(descriptor: number, bytes: Uint8Array, at: number | null = null): void {
  let done = 0;
  // The system may write less than it is given, as when the disk is nearly full.
  while (done < bytes.length)
    done += writeSync(descriptor, bytes, done, bytes.length - done, at === null ? null : at + done);
}

/** A file of which no more than a part is in memory. */
class StagedFile implements OpenFile {
  readonly #place: string;
  readonly #target: string;
  readonly #done: (written: Omit<Written, 'name'>) => void;
  readonly #hash = createHash('sha256');
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  /** Null as long as all of the file is in memory. */
  #descriptor: number | null = null;

  constructor(place: string, target: string, done: (written: Omit<Written, 'name'>) => void) {
    this.#place = place;
    this.#target = target;
    this.#done = done;
  }

  write(part: string | Uint8Array): void {
    const bytes = bytesOf(part);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= PART_BYTES) this.#flush();
  }

  close(head?: string): void {
    if (this.#descriptor === null) this.#closeSmall(head);
    else this.#closeLarge(head);
  }

  #flush(): number {
    if (this.#descriptor === null) {
      mkdirSync(dirname(this.#place), { recursive: true });
      this.#descriptor = openSync(this.#place, 'w+');
    }
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#hash.update(bytes);
    writeFully(this.#descriptor, bytes);
    return this.#descriptor;
  }

  #closeSmall(head: string | undefined): void {
    if (head !== undefined) {
      const whole = Buffer.concat(this.#waiting);
      whole.write(head);
      this.#waiting = [whole];
    }
    const sha256 = sha256Of(this.#waiting);
    const isStaged = !this.#isTarget();
    if (isStaged) closeSync(this.#flush());
    this.#done({ sha256, isStaged });
  }

  #closeLarge(head: string | undefined): void {
    const descriptor = this.#flush();
    if (head !== undefined) writeFully(descriptor, Buffer.from(head), 0);
    const sha256 = head === undefined ? this.#hash.digest('hex') : sha256OfFile(descriptor);
    closeSync(descriptor);
    this.#done({ sha256, isStaged: true });
  }

  /** Whether the target has the bytes that are in memory. */
  #isTarget(): boolean {
    const status = statSync(this.#target, { throwIfNoEntry: false });
    if (status === undefined || !status.isFile() || status.size !== this.#waitingBytes) return false;
    return readFileSync(this.#target).equals(Buffer.concat(this.#waiting));
  }
}

export class Staging implements Output {
  /** Folder of the targets. */
  readonly targets: string;
  /** Folder of the files that wait, on the same file system. */
  readonly place: string;
  readonly written: Written[] = [];

  constructor(targets: string, place: string) {
    this.targets = targets;
    this.place = place;
  }

  open(name: string): OpenFile {
    return new StagedFile(join(this.place, name), join(this.targets, name), (written) =>
      this.written.push({ name, ...written }),
    );
  }

  /** Adds what another thread wrote into the same folder. */
  adopt(written: readonly Written[]): void {
    this.written.push(...written);
  }
}
