/** @file Asks NVIDIA's driver about its GPUs. Keeps the good lines of a failing call, and the driver's own message. */
import { type Answer, ask, DEADLINE_MS } from './ask.ts';

export interface NvidiaAnswer {
  /** One line of comma-separated fields for each GPU that answered. */
  lines: string[];
  /** What `nvidia-smi` says is wrong, in one line; null if it succeeded. */
  problem: string | null;
}

/** Lines that are messages, not values of a field. They appear on both streams. */
const message =
  /^(?:failed|unable|error|nvml\b|no devices|warning|unknown error|gpu is lost|reboot|please|nvidia-smi|make sure)|GPU ?[0-9a-f]{4,8}:/i;

const toLines = (output: string): string[] =>
  output
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The arguments that query fields of every GPU, named as `nvidia-smi --help-query-gpu` lists them. */
export const nvidiaQuery = (fields: readonly string[]): string[] => [
  `--query-gpu=${fields.join(',')}`,
  '--format=csv,noheader,nounits',
];

/** Queries fields of every GPU. Null if the command is missing. */
export async function askNvidia(
  fields: readonly string[],
  { command = 'nvidia-smi', deadlineMs = DEADLINE_MS }: { command?: string; deadlineMs?: number } = {},
): Promise<NvidiaAnswer | null> {
  return toNvidiaAnswer(await ask(command, nvidiaQuery(fields), { deadlineMs }));
}

export function toNvidiaAnswer({ how, code, stdout, stderr }: Answer): NvidiaAnswer | null {
  if (how === 'missing') return null;
  const printed = toLines(stdout);
  const lines = printed.filter((line) => !message.test(line));
  if (how !== 'ended') return { lines, problem: 'it did not answer in time' };
  if (code === 0) return { lines, problem: null };
  const said = [...printed, ...toLines(stderr)].filter((line) => message.test(line));
  return { lines, problem: (said.join('; ') || `it ended with code ${code}`).slice(0, 300) };
}
