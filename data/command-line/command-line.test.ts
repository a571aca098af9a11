import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../contract/usage-error.ts';
import { refuseOptionsOfNpm } from './npm-options.ts';
import { createProgram } from './program.ts';
import { reportError } from './run.ts';
import { parsePath, userFolder } from './user-path.ts';

const repository = resolve(import.meta.dirname, '../..');

function sampleProgram() {
  const program = createProgram('npm run sample --', 'A sample.').configureOutput({
    writeOut: () => undefined,
  });
  program.command('check').argument('<file>').option('--out <dir>', 'folder', parsePath).option('--port <n>');
  return program;
}

function report(error: unknown, ...expected: Parameters<typeof reportError>[2] & object): [number, string] {
  let text = '';
  const code = reportError(error, (line) => (text += line), expected);
  return [code, text];
}

describe('createProgram', () => {
  const parse = (...words: string[]) => sampleProgram().parse(words, { from: 'user' });
  const advice = '; `npm run sample -- --help` lists all options';

  it.each([
    [['check', 'x', '--prt', '1'], "unknown option '--prt' (Did you mean --port?)"],
    [['check'], "missing required argument 'file'"],
    [['check', 'x', '--port'], "option '--port <n>' argument missing"],
    [['check', 'x', 'y'], "too many arguments for 'check'. Expected 1 argument but got 2: x, y"],
    [
      ['check', 'x', '--out', ''],
      "option '--out <dir>' argument '' is invalid. Give a path or leave the option out",
    ],
    [
      ['check', 'x', '--out', '--port'],
      "option '--out <dir>' argument '--port' is invalid. Give a path before the next option",
    ],
    [[], 'a command is missing'],
  ])('refuses %j in one line', (words, message) => {
    expect(() => parse(...words)).toThrow(new UsageError(message + advice));
  });

  it('ends well after help', () => {
    for (const words of [['--help'], ['check', '--help']]) {
      let thrown: unknown;
      try {
        parse(...words);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(CommanderError);
      expect(report(thrown)).toEqual([0, '']);
    }
  });

  it('refuses options of its commands that npm took', () => {
    expect(() => refuseOptionsOfNpm(sampleProgram(), { npm_config_port: '80' })).toThrow(
      'npm took --port for an option of its own; put "--" before the options: npm run sample -- --port …',
    );
    expect(() => refuseOptionsOfNpm(sampleProgram(), { npm_config_cache: '/x' })).not.toThrow();
  });
});

describe('reportError', () => {
  class Unwritable extends Error {}
  const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', path: '/out/x' });

  it.each([
    ['wrong usage', new UsageError('no such thing'), 2, 'trainmark: no such thing\n'],
    ['an expected error', new Unwritable('no place'), 1, 'trainmark: no place\n'],
    ['a full disk', full, 2, 'trainmark: cannot use /out/x: the disk is full; free some space\n'],
    ['a thrown text', 'text', 2, 'trainmark: text\n'],
  ])('tells %s in one line', (_, error, code, text) => {
    expect(report(error, [Unwritable, 1])).toEqual([code, text]);
  });

  it('shows where a bug is, without effect on a terminal or a log', () => {
    const [code, text] = report(new TypeError('\u001b[31mred\n::error::x'));
    expect(code).toBe(2);
    expect(text).toMatch(
      /^trainmark: this is a bug: TypeError: \\u\{1b\}\[31mred\n\\u\{3a\}:error::x\n +at /,
    );
  });
});

describe('the folder of the user', () => {
  it.each([
    ['that of npm, which moved to the repository', repository, '/home/jane', '/home/jane'],
    ['the working directory elsewhere', '/srv', '/home/jane', '/srv'],
    ['the working directory without npm', repository, undefined, repository],
  ])('is %s', (_, current, given, folder) => {
    // An omitted argument would be taken from the environment of this test.
    expect(userFolder(current, given ?? '')).toBe(folder);
  });
});
