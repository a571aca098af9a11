import { describe, expect, it } from 'vitest';
import { findReleases, releaseLists } from '../catalogue/releases.ts';
import { type ReleaseList, softwareSchema } from '../contract/tables/release.ts';
import { findReleaseFault } from './releases.ts';
import { compareVersions } from './version.ts';

const list: ReleaseList = {
  software: 'pytorch',
  asOf: '2026-06-01',
  source: 'A list.',
  lines: [
    { line: '2.8', since: '2025-08-01', newest: '2.8.1' },
    { line: '2.10', since: '2026-01-01', newest: '2.10.0' },
  ],
};
const fault = (version: string, day: string, preview = false) =>
  findReleaseFault(list, version, preview, Date.parse(day));

describe('a version that ran on a day', () => {
  it.each([
    ['2.8.1', '2025-09-01'],
    ['2.10.0', '2026-03-01'],
    // The day before in another time zone
    ['2.10.0', '2025-12-31'],
    // Later than the list: nothing is known of it.
    ['2.10.3', '2026-07-01'],
    ['2.11.0', '2026-06-15'],
    ['2.13.1', '2026-09-01'],
    ['3.0.0', '2026-07-01'],
  ])('may be %s on %s', (version, day) => {
    expect(fault(version, day)).toBeNull();
  });

  it.each([
    ['2.9.0', '2026-07-01', 'was never released'],
    ['2.10.0', '2025-11-01', 'was released on 2026-01-01 only'],
    ['2.8.7', '2026-05-01', 'was not released by 2026-06-01; the newest was 2.8.1'],
    ['2.11.0', '2026-05-01', 'was not released by 2026-06-01; the newest was 2.10.0'],
    ['99.0.0', '2026-05-01', 'was not released by 2026-06-01; the newest was 2.10.0'],
  ])('cannot be %s on %s', (version, day, text) => {
    expect(fault(version, day)).toEqual({ text, impossible: true });
  });

  it.each(['2.40.0', '99.0.0'])('is not known to be %s soon after the list', (version) => {
    expect(fault(version, '2026-07-01')).toEqual({
      text: 'is far ahead of 2.10.0, the newest that is known',
      impossible: false,
    });
  });

  it('may be a development version before its release', () => {
    expect(fault('2.10.0', '2025-11-01', true)).toBeNull();
    expect(fault('2.11.0', '2026-05-01', true)).toBeNull();
    expect(fault('2.12.0', '2026-05-01', true)).not.toBeNull();
  });
});

describe('the lists of releases', () => {
  it('are one for each software, in the order of their lines', () => {
    expect(releaseLists.map(({ software }) => software)).toEqual(softwareSchema.options);
    for (const { software, lines, asOf } of releaseLists) {
      for (const [i, { line, since, newest }] of lines.entries()) {
        const before = lines[i - 1];
        expect(since <= asOf, `${software} ${line}`).toBe(true);
        if (before !== undefined) expect(compareVersions(before.line, line), line).toBeLessThan(0);
        if (newest !== null) expect(`${newest}.`.startsWith(`${line}.`), `${software} ${newest}`).toBe(true);
      }
    }
    expect(findReleases('node').lines.length).toBeGreaterThan(5);
  });
});
