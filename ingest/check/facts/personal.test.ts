import { describe, expect, it } from 'vitest';
import { submissionSchema } from '../../../data/contract/submission.ts';
import { sampleTexts } from '../../../data/derive/personal-data/testing/sample-texts.ts';
import { sampleTraces } from '../../../data/derive/personal-data/testing/sample-traces.ts';
import { subject } from '../../testing/samples.ts';
import { personal } from './personal.ts';

const context = { nowMs: 0 };

describe('personal', () => {
  it.each(sampleTraces)('refuses in every field: %s: %s', (_, trace) => {
    const all = sampleTexts(trace);
    expect(all.length).toBeGreaterThan(17);
    for (const [field, submission] of all) {
      // A trace that is longer than the field, or no text of the contract, never gets as far as this check.
      if (!submissionSchema.safeParse(submission).success) continue;
      const findings = personal(subject(submission), context);
      expect(
        findings.map(({ severity }) => severity),
        field,
      ).toEqual(['reject']);
      const [{ text } = { text: '' }] = findings;
      expect(text).toMatch(
        /^[\w.]+ (?:contains|is not|has more than) .+; never edit the file: delete it and measure again/,
      );
      expect(text.startsWith(`${field} `), text).toBe(true);
      expect(text, 'a message is public, too').not.toContain(trace);
      expect(text).not.toMatch(/\n/);
    }
  });

  it('lets the samples of the tests pass', () => {
    const [[, submission] = []] = sampleTexts('AMD Ryzen 9 7950X').filter(
      ([field]) => field === 'machine.cpu.name',
    );
    expect(personal(subject(submission!), context)).toEqual([]);
  });
});
