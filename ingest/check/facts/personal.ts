/** @file Rejects personal data: a pull request stays public forever. */
import { changeTexts, someText } from '../../../data/derive/personal-data/fields.ts';
import { type Form, findFault } from '../../../data/derive/personal-data/forms.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

const REMEDY = 'never edit the file: delete it and measure again with the newest runner, which leaves it out';

/** Reasons and names repeat, in one file and in thousands, so that most faults are known already. */
const faults = new Map<Form, Map<string, string | null>>();
/** Texts kept for each form: a few megabytes. */
const MOST_TEXTS = 10_000;

function faultOf(text: string, form: Form): string | null {
  const known = faults.get(form) ?? new Map<string, string | null>();
  faults.set(form, known);
  const found = known.get(text);
  if (found !== undefined) return found;
  const fault = findFault(text, form);
  if (known.size >= MOST_TEXTS) known.clear();
  known.set(text, fault);
  return fault;
}

export const personal: Check = ({ file }) => {
  if (!someText(file.submission, (text, form) => faultOf(text, form) !== null)) return [];
  const findings: CheckFinding[] = [];
  changeTexts(file.submission, (text, form, field) => {
    const fault = faultOf(text, form);
    if (fault !== null) {
      const message = `${field} ${fault}; ${REMEDY}`;
      findings.push({ check: 'personal-data', severity: 'reject', measurement: null, text: message });
    }
    return text;
  });
  return findings;
};
