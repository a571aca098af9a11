/** @file Asks NVIDIA's driver about its GPUs. Keeps the good lines of a failing call, and its own message. */
import { execFile } from 'node:child_process';

export interface NvidiaAnswer {
  /** One line of comma-separated fields for each GPU that answered. */
  lines: string[];
  /** What `nvidia-smi` says is wrong, in one line; null if it succeeded. */
  problem: string | null;
}

/** Lines that are messages, not values of a field. They appear on both streams. */
const message =
  /^(?:failed|unable|error|nvml\b|no devices|warning|unknown error|gpu is lost|reboot|please|nvidia-smi|make sure)|GPU[0-9a-f]{4,8}:/i;

const toLines = (output: string): string[] =>
  output
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * Queries fields of every GPU.
 * @param fields As `nvidia-smi --help-query-gpu` lists them.
 * @returns Null if the command is missing.
 */
export function askNvidia(
  fields: readonly string[],
  { command = 'nvidia-smi', deadlineMs = 15_000 }: { command?: string; deadlineMs?: number } = {},
): Promise<NvidiaAnswer | null> {
  const query = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
  const limits = { timeout: deadlineMs, killSignal: 'SIGKILL', windowsHide: true } as const;
  return new Promise((resolve) => {
    execFile(command, query, limits, (error, stdout, stderr) => {
      if (error !== null && (error.code as unknown) === 'ENOENT') return resolve(null);
      const printed = toLines(stdout);
      const lines = printed.filter((line) => !message.test(line));
      if (error === null) return resolve({ lines, problem: null });
      if (error.killed) return resolve({ lines, problem: `it did not answer within ${deadlineMs / 1000} s` });
      const said = [...printed, ...toLines(stderr)].filter((line) => message.test(line));
      resolve({ lines, problem: (said.join('; ') || `it ended with code ${error.code}`).slice(0, 300) });
    });
  });
}
