import { describe, expect, it } from 'vitest';
import { findTrace, removeTraces } from './traces.ts';

describe('removeTraces', () => {
  it.each([
    ['/home/alice/mnist', 'mnist'],
    ['MNIST: /home/alice/mnist (--data) has no x.gz', 'MNIST: mnist (--data) has no x.gz'],
    ['cannot open /mnt/alice/mnist/x.gz: ENOENT', 'cannot open x.gz: ENOENT'],
    ['C:\\Users\\Jane Doe\\AppData\\x.dll is missing', 'x.dll is missing'],
    ['c:\\users\\jane', '…'],
    ['C:/Users/Jane Doe/AppData/x.dll', 'x.dll'],
    ['C:\\\\Users\\\\Jane Doe\\\\x.dll', 'x.dll'],
    ['\\\\?\\C:\\Users\\Jane Doe\\x.dll', 'x.dll'],
    ['D:\\Jane (work), 2024; new\\x.dll, line 3', 'x.dll, line 3'],
    ['\\\\nas\\Jane Doe\\x.bin', 'x.bin'],
    ['\\\\wsl$\\Ubuntu\\home\\jane\\x', 'x'],
    ['file:///C:/Users/Jane%20Doe/x.js:3:7', 'x.js:3:7'],
    ['at file:///home/jane/x.js', 'at x.js'],
    ['/Users/Jane Doe/Library/x.dylib', 'x.dylib'],
    ["/media/jane/Jane's Disk/x", 'x'],
    ['/Volumes/Jane Doe Backup/x.gz', 'x.gz'],
    ["'/Users/Jane Doe'", "'…'"],
    ['"/srv/Jane van der Doe and family/x y.gz" is empty', '"x y.gz" is empty'],
    ['“/srv/Jane Doe” is empty', '“Jane Doe” is empty'],
    ['PATH=/home/a/bin:/srv/b/c', 'PATH=bin:c'],
    ['-I/home/jane/x/include -L/srv/jane/lib', '-Iinclude -Llib'],
    ['~/Jane/x.gz', 'x.gz'],
    ['ssh://server/home/alice/x', '…'],
    ['jane@example.org', '…'],
    ['GPU-6f1c8f4e-0d5b-4b7e-9a59-2f6c1f2b3c4d is lost', 'GPU-… is lost'],
  ])('%s', (text, expected) => expect(removeTraces(text)).toBe(expected));

  it.each([
    'Debian GNU/Linux',
    '12 samples/s, 3 GB/s and/or 1/2',
    'download https://storage.googleapis.com/cvdf-datasets/mnist/x.gz and put it there',
    'ratio: 1/2 at 3:4, x86_64, 2.9.1+cu128',
    'the disk is full: /',
    '1.2.3 (a/b), ../x and ./y/z',
    'NVIDIA GeForce RTX 4070 Ti SUPER/PCIe/SSE2',
    'ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 Direct3D11 vs_5_0 ps_5_0, D3D11-31.0.15)',
  ])('leaves %s alone', (text) => {
    expect(removeTraces(text)).toBe(text);
    expect(findTrace(text)).toBeNull();
  });

  it('leaves nothing that `findTrace` finds, and no text grows, whatever the text', () => {
    const pieces = [
      ...[
        '/',
        '\\',
        '//',
        '\\\\',
        ':',
        ' ',
        '"',
        "'",
        '`',
        '~',
        '-I',
        'C:',
        'file:',
        '\\\\?\\',
        '@',
        '.',
        '“',
        '”',
      ],
      ...[
        'home',
        'Users',
        'Documents and Settings',
        'jane',
        'Jane Doe',
        'x.dll',
        'jane@example.org',
        'https:',
        '=',
        ';',
      ],
      ...['6f1c8f4e-0d5b-4b7e-9a59-2f6c1f2b3c4d', '00:1a:2b:3c:4d:5e', 'é', '…', '(', ')', ',', 'usr', '%20'],
    ];
    // A linear congruential generator (Numerical Recipes), so that a failure can be repeated.
    let state = 1;
    const next = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let i = 0; i < 5000; i++) {
      const text = Array.from({ length: 1 + next(14) }, () => pieces[next(pieces.length)]).join('');
      const clean = removeTraces(text);
      expect(findTrace(clean), text).toBeNull();
      expect(clean.length, text).toBeLessThanOrEqual(text.length);
      expect(removeTraces(clean), text).toBe(clean);
    }
  });

  it('takes milliseconds for the longest reason', () => {
    const longest = [
      '/a '.repeat(333),
      '\\a '.repeat(333),
      `C:\\${'a b'.repeat(332)}`,
      `'/${'a'.repeat(998)}`,
    ];
    for (const text of longest) expect(findTrace(removeTraces(text))).toBeNull();
  });
});
