/** @file The JSON lines between the benchmark and a process that runs one engine: a command, then its reply. */
import type { RunRequest } from '../../../../runner/protocol/messages.ts';
import type { Range } from '../../comparison/libraries/library.ts';
import type { Problem } from '../../comparison/problem/problem.ts';

/** A process holds one subject at a time: a problem, or the task of a request as the engine's worker builds it. */
export type Command =
  /** The operands are files of float32. Answers whether the engine has the operation. */
  | { kind: 'problem'; problem: Problem; files: readonly string[] }
  /** `request` has the fields of the engine's brief too. */
  | { kind: 'task'; request: RunRequest }
  /** Computes the problem, or takes a sample of the task, this often. */
  | { kind: 'run'; times: number }
  /** What the task reports about itself, as in a result; {} if nothing. */
  | { kind: 'observe' }
  /** Parts of the result of the problem. */
  | { kind: 'read'; parts: readonly Range[] }
  /** Frees the subject. */
  | { kind: 'dispose' };

/** The first one, with the version, is sent when the engine has started. */
export type Reply = { value: unknown } | { error: string };
