/** @file Which version of Trainmark a build of the site is: written into what the quick test offers for download. */
import { spawnSync } from 'node:child_process';
import { version } from '../../package.json';
import type { Origin } from './submission.ts';

function git(...words: string[]): string | null {
  const { status, stdout } = spawnSync('git', words, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** Read once a build; a site that is built outside a git checkout has no commit. */
export function readOrigin(): Origin {
  const commit = git('rev-parse', 'HEAD');
  return commit === null
    ? { version, commit: null, dirty: null }
    : { version, commit, dirty: git('status', '--porcelain') !== '' };
}
