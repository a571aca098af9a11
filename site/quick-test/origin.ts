/** @file Reads the version of Trainmark at build time, for the result files of the quick test. */
import { spawnSync } from 'node:child_process';
import { version } from '../../package.json';
import type { Origin } from './submission.ts';

function git(...words: string[]): string | null {
  const { status, stdout } = spawnSync('git', words, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** Reads version and commit, once per build; there is no commit outside a git checkout. */
export function readOrigin(): Origin {
  const commit = git('rev-parse', 'HEAD');
  return commit === null
    ? { version, commit: null, dirty: null }
    : { version, commit, dirty: git('status', '--porcelain') !== '' };
}
