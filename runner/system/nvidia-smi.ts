/** @file Asks NVIDIA's driver about its GPUs. Keeps the good lines of a failing call, and the driver's own message. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ask, DEADLINE_MS, type Question } from './ask.ts';

export interface NvidiaAnswer {
  /** One line of comma-separated fields for each GPU that answered. */
  lines: string[];
  /** What `nvidia-smi` says is wrong with a GPU, in one line; null if every GPU answered. */
  problem: string | null;
}

/** Start of the problem of a tool that hangs. */
const NO_ANSWER = 'no answer within';
/** Start of the problem of a tool that fails without a word. */
const ENDED = 'it ended with code';

/** Whether it did not answer in time, or was stopped. */
export const isLate = ({ problem }: NvidiaAnswer): boolean => problem?.startsWith(NO_ANSWER) ?? false;

/** Whether a problem is in words of the driver, not in ours. */
export const isSaid = (problem: string): boolean =>
  !problem.startsWith(NO_ANSWER) && !problem.startsWith(ENDED);

/** Lines that are messages, not values of a field. They appear on both streams. */
const message =
  /^(?:failed|unable|error|nvml\b|no devices|warning|unknown error|gpu is lost|reboot|please|nvidia-smi|make sure|field ")|GPU ?[0-9a-f]{4,8}:/i;
/** A GPU with a warning computes: "WARNING: infoROM is corrupted at gpu 0000:01:00.0" comes with code 14. */
const isWarning = (line: string): boolean => /^warning\b/i.test(line);
/** In place of a value: the GPU needs help. "[N/A]" and "[Not Supported]" are values that it does not have. */
const fault = /\[(gpu [^\]]*|unknown error)\]/i;

const toLines = (output: string): string[] =>
  output
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Where drivers put it outside of the PATH: WSL (only login shells have its folder), and Windows before 2018. */
const elsewhere = [
  '/usr/lib/wsl/lib/nvidia-smi',
  'C:\\Program Files\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe',
];

/** The command, or its path where it is not on the PATH. */
export function nvidiaSmi(
  path = process.env.PATH ?? '',
  exists: (file: string) => boolean = existsSync,
): string {
  // WSL also has the folders of Windows on the PATH.
  const file = process.platform === 'win32' ? 'nvidia-smi.exe' : 'nvidia-smi';
  const isOnPath = path.split(delimiter).some((folder) => exists(join(folder, file)));
  return isOnPath ? 'nvidia-smi' : (elsewhere.find(exists) ?? 'nvidia-smi');
}

/**
 * Queries fields of every GPU.
 * @param fields As `nvidia-smi --help-query-gpu` lists them.
 * @returns Null if the command is missing.
 */
export async function askNvidia(
  fields: readonly string[],
  { command = nvidiaSmi(), ...question }: Question & { command?: string } = {},
): Promise<NvidiaAnswer | null> {
  const query = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
  const { how, code, stdout, stderr } = await ask(command, query, question);
  if (how === 'missing') return null;
  const printed = toLines(stdout);
  const lines = printed.filter((line) => !message.test(line));
  const seconds = (question.deadlineMs ?? DEADLINE_MS) / 1000;
  if (how !== 'ended') return { lines, problem: `${NO_ANSWER} ${seconds} s` };
  const heard = [...printed, ...toLines(stderr)];
  const said = heard.filter((line) => message.test(line) && !isWarning(line));
  const faults = lines.flatMap((line) => fault.exec(line)?.[1] ?? []);
  // It may end with code 0 without any GPU, and with another one although all have answered.
  if (code === 0 && lines.length === 0) return { lines, problem: oneLine(said) };
  const isOnlyWarned = lines.length > 0 && said.length === 0 && heard.some(isWarning);
  if (code === 0 || isOnlyWarned) return { lines, problem: oneLine(faults) };
  const last = toLines(stderr).slice(-1);
  return { lines, problem: oneLine(said) ?? oneLine(last) ?? `${ENDED} ${code}` };
}

/** Messages in one line; null without any. */
const oneLine = (messages: readonly string[]): string | null =>
  messages.length === 0
    ? null
    : [...new Set(messages)]
        .map((one) => one.replace(/[.;\s]+$/, ''))
        .join('; ')
        .slice(0, 300);
