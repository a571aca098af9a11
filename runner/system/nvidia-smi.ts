/** @file Asks NVIDIA's driver about its GPUs. Keeps the good lines of a failing call, and the driver's own message. */
import { ask, DEADLINE_MS, type Question } from './ask.ts';

export interface NvidiaAnswer {
  /** One line of comma-separated fields for each GPU that answered. */
  lines: string[];
  /** What `nvidia-smi` says is wrong, in one line; null if it succeeded. */
  problem: string | null;
}

/** Start of the problem of a tool that hangs. */
const NO_ANSWER = 'no answer within';

/** Whether it did not answer in time, or was stopped. */
export const isLate = ({ problem }: NvidiaAnswer): boolean => problem?.startsWith(NO_ANSWER) ?? false;

/** Lines that are messages, not values of a field. They appear on both streams. */
const message =
  /^(?:failed|unable|error|nvml\b|no devices|warning|unknown error|gpu is lost|reboot|please|nvidia-smi|make sure)|GPU ?[0-9a-f]{4,8}:/i;

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
export async function askNvidia(
  fields: readonly string[],
  { command = 'nvidia-smi', ...question }: Question & { command?: string } = {},
): Promise<NvidiaAnswer | null> {
  const query = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
  const { how, code, stdout, stderr } = await ask(command, query, question);
  if (how === 'missing') return null;
  const printed = toLines(stdout);
  const lines = printed.filter((line) => !message.test(line));
  const seconds = (question.deadlineMs ?? DEADLINE_MS) / 1000;
  if (how !== 'ended') return { lines, problem: `${NO_ANSWER} ${seconds} s` };
  if (code === 0) return { lines, problem: null };
  const said = [...printed, ...toLines(stderr)].filter((line) => message.test(line));
  return { lines, problem: (said.join('; ') || `it ended with code ${code}`).slice(0, 300) };
}
