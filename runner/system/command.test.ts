import { describe, expect, it } from 'vitest';
import { errorLine, runTool, works } from './command.ts';

describe('errorLine', () => {
  it('returns the first line that reports an error', () => {
    const stack =
      'node:events:505\n  throw er;\n\nError: getaddrinfo ENOTFOUND host\n    at emitErrorNT (x:1)\n';
    expect(errorLine(stack)).toBe('Error: getaddrinfo ENOTFOUND host');
    expect(errorLine('a.cc: In function f:\na.cc:3:1: error: no type\nb.cc:1: error: more')).toBe(
      'a.cc:3:1: error: no type',
    );
  });

  it('falls back to the last line, and to "no output"', () => {
    expect(errorLine('working\ncannot go on\n\n')).toBe('cannot go on');
    expect(errorLine('\n')).toBe('no output');
  });
});

describe('runTool', () => {
  it('resolves to the output', async () => {
    expect(await runTool(process.execPath, ['-p', '6 * 7'])).toBe('42\n');
  });

  it('reports a failure, a missing tool and a timeout in one line each', async () => {
    const fail = 'console.error("OSError: disk full"); process.exit(3)';
    await expect(runTool(process.execPath, ['-e', fail])).rejects.toThrow(/^\S+node: OSError: disk full$/);
    await expect(runTool('no-such-tool', [])).rejects.toThrow(/^no-such-tool: [^\n]*ENOENT$/);
    await expect(runTool('no-such-tool', [], { name: 'unpacking' })).rejects.toThrow(
      /^unpacking: [^\n]*ENOENT$/,
    );
    const hang = runTool(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { limitMs: 300 });
    await expect(hang).rejects.toThrow(/timed out after/);
  });

  it('checks whether a command works', async () => {
    expect(await works(process.execPath, ['--version'])).toBe(true);
    expect(await works('no-such-tool', ['--version'])).toBe(false);
  });
});
