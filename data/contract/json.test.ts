import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, MAX_NODES, parseJson } from './json.ts';
import { findTraps } from './json-scan.ts';
import { Soundness } from './json-sound.ts';
import { formatProblem } from './problem.ts';
import { MAX_FILE_BYTES } from './words.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const lines = (input: string | Uint8Array) => {
  const parsed = parseJson(typeof input === 'string' ? bytes(input) : input, 'a.json');
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
};
const line = (input: string | Uint8Array) => {
  const found = lines(input);
  expect(found).toHaveLength(1);
  return found[0];
};

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    const text = '{"a":[1,-2.5e3,true,null,"\\u00e9\\ud83d\\ude00"],"b":{}}';
    expect(parseJson(bytes(text), 'a.json')).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it('refuses one byte over 1 MiB and reads 1 MiB', () => {
    expect(line(' '.repeat(MAX_FILE_BYTES + 1))).toMatch(
      /^a\.json: file: is 1048577 bytes, more than 1048576; /,
    );
    expect(lines(`"${'x'.repeat(MAX_FILE_BYTES - 2)}"`)).toEqual([]);
  });

  it('refuses nesting above the limit at any depth without overflowing the stack', () => {
    expect(lines('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH))).toEqual([]);
    expect(line('['.repeat(100_000) + ']'.repeat(100_000))).toMatch(
      /nested deeper than 32 levels at line 1, column 33/,
    );
    expect(line('{"a":'.repeat(100_000))).toMatch(/nested deeper than 32 levels/);
  });

  it('counts brackets and commas inside strings as text', () => {
    expect(lines(`["${'[{,'.repeat(60_000)}","\\"[[["]`)).toEqual([]);
  });

  it('refuses more keys or more values than the limit before parsing', () => {
    const keys = Array.from({ length: 60_000 }, (_, i) => `"${i}":0`).join(',');
    expect(line(`{${keys}}`)).toMatch(/has more than 50000 values/);
    expect(lines(`[${'0,'.repeat(MAX_NODES - 3)}0]`)).toEqual([]);
    expect(line(`[${'0,'.repeat(MAX_NODES - 1)}0]`)).toMatch(/has more than 50000 values/);
  });

  it.each([
    [
      'a byte order mark',
      new Uint8Array([0xef, 0xbb, 0xbf, 0x31]),
      /byte order mark; save it as UTF-8 without one/,
    ],
    ['gzip', new Uint8Array([0x1f, 0x8b, 8, 0]), /is compressed; unpack it/],
    ['UTF-16 with a mark', Buffer.from('\ufeff{}', 'utf16le'), /is not UTF-8; save it as UTF-8$/],
    ['UTF-16', Buffer.from('{}', 'utf16le'), /is not UTF-8; save it as UTF-8$/],
    ['UTF-16 with the high bytes first', new Uint8Array([0, 0x7b, 0, 0x7d]), /is not UTF-8/],
    [
      'a pointer of Git LFS',
      bytes('version https://git-lfs.github.com/spec/v1\n'),
      /is a pointer of Git LFS/,
    ],
    ['a conflict of Git', bytes('<<<<<<< HEAD\n{}\n'), /has marks of a conflict of Git/],
    ['zip', bytes('PK\u0003\u0004'), /is not JSON: Unexpected character 'P' at line 1, column 1/],
    ['broken UTF-8', new Uint8Array([0x22, 0xff, 0x22]), /is not UTF-8/],
    ['an overlong encoding', new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), /is not UTF-8/],
    ['an encoded surrogate', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), /is not UTF-8/],
  ])('refuses %s', (_, input, message) => {
    expect(line(input)).toMatch(message);
  });

  it.each([
    [
      'a duplicate key',
      '{"x":{"a":1,\n "a":2}}',
      'x',
      'has the name "a" twice (line 2, column 2); measure again',
    ],
    [
      '__proto__',
      '{"a":[{"__proto__":{"polluted":1}}]}',
      'a.0',
      'has the name "__proto__", which is not allowed',
    ],
    ['an escaped __proto__', '{"\\u005f_proto__":1}', 'file', 'has the name "__proto__"'],
    ['constructor', '{"constructor":{"prototype":1}}', 'file', 'has the name "constructor"'],
    ['1e400', '{"a":1e400}', 'a', 'is 1e400, which is too large for a number'],
    ['2^53 + 1', '{"a":9007199254740993}', 'a', 'is 9007199254740993, which is above 2^53'],
    [
      'more digits than a number keeps',
      '{"a":5.00000000000000000000001}',
      'a',
      'is 5.00000000000000000000001, of which a number keeps only 17',
    ],
    [
      '0.999…',
      '{"a":[1,0.99999999999999999999999]}',
      'a.1',
      'is 0.99999999999999999999999, of which a number',
    ],
    ['1e-400', '{"a":-1e-400}', 'a', 'is -1e-400, which is too small for a number'],
    [
      'many digits with an exponent',
      '{"a":1.23456789012345678901e5}',
      'a',
      'is 1.23456789012345678901e5, of which a number keeps only 17 digits',
    ],
    ['a lone surrogate', '{"a":"\\ud800"}', 'a', 'contains half of a surrogate pair'],
    ['a lone surrogate in a name', '{"\\udc00":1}', 'file', 'contains half of a surrogate pair'],
  ])('refuses %s and says where', (_, text, field, message) => {
    expect(lines(text)[0]).toContain(`a.json: ${field}: ${message}`);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('finds a duplicate name that is written with an escape', () => {
    expect(line('{"a":1,"\\u0061":2}')).toContain('has the name "a" twice');
  });

  it.each(['{"a":\n  [1', '{"a":"b', '[1,', '{"a": "b}'])('says that %j is cut off', (text) => {
    expect(line(text)).toContain('ends inside a list, an object or a string: it was cut off');
  });

  it('reports every such problem of a file', () => {
    expect(lines('{"a":1e999,"a":"\\ud800","b":[99999999999999999999]}')).toHaveLength(4);
  });

  it.each([
    ['nothing', '', 'Unexpected end of input at line 1, column 1'],
    ['NaN', '{"a":NaN}', "Unexpected character 'N' at line 1, column 6"],
    ['Infinity', '[-Infinity]', 'at line 1, column 2'],
    ['a comment', '// hi\n1', 'at line 1, column 1'],
    ['a trailing comma', '[1,]', 'at line 1, column 4'],
    ['a raw control character', '["\u0001"]', 'control character'],
    ['two values', '1 2', 'line 1, column 3'],
    ['a terminal escape', '\u001b[31m]', '\\u{1b}'],
  ])('names the place of a syntax error: %s', (_, text, message) => {
    expect(line(text)).toContain('a.json: file: is not JSON: ');
    expect(line(text)).toContain(message);
  });

  it.each([
    ['a string that looks like a name', '{"a":":","b":"x\\":y"}'],
    ['a whole number in exponent form', '[1e20]'],
    ['an escaped pair', '["\\ud83d\\ude00"]'],
  ])('reads %s, though only the slow scan is sure', (_, text) => {
    expect(parseJson(bytes(text), 'a.json')).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it.each(['{"a" : 1,"a"\n:2}', '{"a":{"b":1,"c":2},"a":0}', '{"x":":","x":1}', '{"a\\":":1,"a\\":":2}'])(
    'finds a name that is twice in %s',
    (text) => expect(line(text)).toContain(' twice ('),
  );

  it.each([
    ['["\\x"]', "Unexpected character 'x' at line 1, column 4"],
    ['["\\u12g4"]', "Unexpected character 'u' at line 1, column 4"],
    ['[01]', "Unexpected character '1' at line 1, column 2"],
    ['[1.]', "Unexpected character '.' at line 1, column 2"],
    ['[-]', "Unexpected character ']' at line 1, column 2"],
    ['[tru]', 'Unexpected word "tru" at line 1, column 2'],
    ['{"a" 1}', "Unexpected character '1' at line 1, column 6"],
    ['{1:2}', "Unexpected character '1' at line 1, column 2"],
    ['[1}', "Unexpected character '}' at line 1, column 3"],
    ['[\n 1 2]', "Unexpected character '2' at line 2, column 4"],
    ['{"a":1,}', "Unexpected character '}' at line 1, column 8"],
  ])('names the first character of %s that JSON does not allow', (text, message) => {
    expect(line(text)).toContain(`is not JSON: ${message}; `);
  });

  it('never reads a corrupted file differently from JSON.parse', () => {
    const sound = '{"a":[1,-2.5e3,true,null],"b":{"c":"x\\u00e9\\n"},"d":"","e":0.1}';
    const pieces = [
      '"',
      ',',
      ':',
      '[',
      ']',
      '{',
      '}',
      '\\',
      '0',
      '-',
      'e',
      '.',
      ' ',
      '\t',
      '\u0000',
      'é',
      'null',
      '1e999',
    ];
    let refused = 0;
    for (let position = 0; position < sound.length; position += 1) {
      for (const [index, piece] of pieces.entries()) {
        const corrupted = sound.slice(0, position) + piece + sound.slice(position + (index % 3));
        const read = parseJson(bytes(corrupted), 'a.json');
        if (read.ok) {
          expect(read.value).toEqual(JSON.parse(corrupted));
          expect(findTraps(corrupted)).toEqual([]);
        } else refused += 1;
      }
    }
    const soundness = new Soundness({ depth: MAX_DEPTH, nodes: MAX_NODES });
    expect(soundness.isCertain(sound, JSON.parse(sound))).toBe(true);
    expect(refused).toBeGreaterThan(sound.length);
    expect(refused).toBeLessThan(sound.length * pieces.length);
  });
});

it('accepts every number that a program prints of a binary64, and those in texts', () => {
  const text =
    '{"a":[0.00012345678901234567,5e-324,1.7976931348623157e308,0.1000000000000000000,-0.30000000000000004],"b":"is 5.00000000000000000000001, 1e-400"}';
  expect(parseJson(new TextEncoder().encode(text), 'a.json')).toEqual({ ok: true, value: JSON.parse(text) });
});
