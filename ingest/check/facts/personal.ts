/** @file Rejects personal data: a pull request stays public forever. */
import { remembered } from '../../../data/derive/cells/shared.ts';
import { changeTexts, someText } from '../../../data/derive/personal-data/fields.ts';
import type { Form } from '../../../data/derive/personal-data/form.ts';
import { findFault } from '../../../data/derive/personal-data/forms.ts';
import { rememberedText } from '../../../data/derive/remembered-text.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

const REMEDY = 'never edit the file: delete it and measure again with the newest runner, which leaves it out';

/** Finds the fault of a text of a form. */
const faultsOf = remembered((form: Form) => rememberedText((text) => findFault(text, form)));

const faultOf = (text: string, form: Form): string | null => faultsOf(form)(text);

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
