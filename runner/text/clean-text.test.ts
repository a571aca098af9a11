import { describe, expect, it } from 'vitest';
import { cleanDeviceName, cleanName, cleanReason } from './clean-text.ts';

describe('a name', () => {
  it.each([
    ['  NVIDIA\tGeForce\n RTX ', 'NVIDIA GeForce RTX'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['', 'none'],
    ['\u200b', 'none'],
  ])('is one printable line: %j', (raw, clean) => expect(cleanName(raw, 20, 'none')).toBe(clean));

  it('is never longer than it may be', () => {
    expect(cleanName('a'.repeat(20), 20, '')).toBe('a'.repeat(20));
    const long = cleanName('a'.repeat(21), 20, '');
    expect(long.length).toBeLessThanOrEqual(20);
    expect(long).toMatch(/^a+…$/);
  });

  it('of a device has question marks for other scripts', () => {
    expect(cleanDeviceName('Базовый адаптер 3', 20, 'none')).toBe('??????? ??????? 3');
  });
});

it('a reason has no paths', () => {
  expect(cleanReason('cannot open "/home/jane/data/x.gz"')).not.toContain('jane');
  expect(cleanReason('')).toBe('no reason was given');
  expect(cleanReason('a'.repeat(2000)).length).toBeLessThanOrEqual(1000);
});
