import { describe, expect, it } from 'vitest';
import { choosePython, type Found, findPythons } from './interpreters.ts';

const python = (name: string, version: readonly [number, number], more: Partial<Found> = {}): Found => ({
  path: `/bin/${name}`,
  name,
  version,
  hasVenv: true,
  machine: 'x86_64',
  ordinary: true,
  ...more,
});
const wanted = { oldest: [3, 11], newest: [3, 13] } as const;
const choose = (pythons: Found[], needsVenv = true, arch = 'x64') =>
  choosePython('tensorflow', pythons, wanted, needsVenv, arch);

describe('choosePython', () => {
  it('takes the first that fits', () => {
    const fits = python('python3.12', [3, 12]);
    const all = [
      python('python3.14', [3, 14]),
      fits,
      python('python3.11', [3, 11]),
      python('python', [3, 9]),
    ];
    expect(choose(all)).toBe(fits);
  });

  it('skips those without venv, unless uv creates the environment', () => {
    const bare = python('python3.13', [3, 13], { hasVenv: false });
    const whole = python('python3.11', [3, 11]);
    expect(choose([bare, whole])).toBe(whole);
    expect(choose([bare, whole], false)).toBe(bare);
    expect(choose([bare])).toMatch(/^python3\.13 has no venv module.*apt-get install python3-venv/);
  });

  it('skips architectures and builds that have no wheels', () => {
    expect(choose([python('python3', [3, 12])], true, 'arm64')).toMatch(
      /^tensorflow needs Python 3\.11 to 3\.13 \(ARM\) here, but found only python3 \(3\.12, x86_64\)/,
    );
    expect(choose([python('python3', [3, 12], { machine: 'arm64' })], true, 'arm64')).toHaveProperty('name');
    expect(choose([python('python3', [3, 13], { ordinary: false })])).toMatch(/not an ordinary build/);
  });

  it('reports in one line what is needed and what was found', () => {
    expect(choose([])).toMatch(
      /^no Python was found; tensorflow needs Python 3\.11 to 3\.13 here: install one/,
    );
    const line = choose([python('python3.14', [3, 14]), python('python', [3, 9])]);
    expect(line).toMatch(/found only python3\.14 \(3\.14, x86_64\), python \(3\.9, x86_64\): install one/);
    expect(line).not.toContain('\n');
  });
});

it('finds the Pythons of the PATH, each once', async () => {
  const found = await findPythons();
  expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
  for (const { version } of found) expect(version[0]).toBe(3);
});
