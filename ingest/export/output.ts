/** @file Where exports are written to: files that grow part by part, several at a time. */

/** A file that is being written. */
export interface OpenFile {
  /** Adds to its end. */
  write(part: string | Uint8Array): void;
  /**
   * Completes it.
   * @param head Replaces its first bytes by as many others: what is known only at the end.
   */
  close(head?: string): void;
}

export interface Output {
  /** @param name below the output folder, with `/` as the separator */
  open(name: string): OpenFile;
}

/** Writes a file whose content is there at once. */
export function writeWhole(output: Output, name: string, content: string | Uint8Array): void {
  const file = output.open(name);
  file.write(content);
  file.close();
}

export const bytesOf = (part: string | Uint8Array): Uint8Array =>
  typeof part === 'string' ? Buffer.from(part) : part;

/** Files in memory, by their names. */
export class MemoryOutput implements Output {
  readonly files = new Map<string, Buffer>();

  open(name: string): OpenFile {
    const parts: Uint8Array[] = [];
    return {
      write: (part) => void parts.push(bytesOf(part)),
      close: (head = '') => {
        const content = Buffer.concat(parts);
        content.write(head);
        this.files.set(name, content);
      },
    };
  }
}
