/**
 * @file What a text field may hold: words of a form, separated by spaces and marks, without any trace of a person. Pure.
 */

import { hardware, system, systemVersion } from './device-forms.ts';
import type { Form } from './form.ts';
import { REMOVED } from './paths.ts';
import { sentence } from './sentence.ts';
import { modelName, quantization, setting, settingValue } from './setting-forms.ts';
import { driver, runnerVersion, runtime, softwareVersion, virtualization } from './software-forms.ts';
import { findTrace, removeTraces } from './traces.ts';

/** What stands between words. */
const marks = String.raw`\s()[\]{}<>"“”„‘${'`'},;|…`;
const words = new RegExp(`[^${marks}]+`, 'gu');

export const forms = {
  hardware,
  system,
  systemVersion,
  softwareVersion,
  driver,
  runnerVersion,
  runtime,
  virtualization,
  modelName,
  quantization,
  setting,
  settingValue,
  sentence,
} as const satisfies Record<string, Form>;

/** Single quotes, which are apostrophes between letters. */
const quotes = /(?<![\p{L}\p{N}])['’]|['’](?![\p{L}\p{N}])/gu;

const isWordOf = ({ word, isKnown }: Form, one: string): boolean =>
  one === REMOVED || (word?.test(one) === true && isKnown?.(one) !== false);

function fits(form: Form, one: string): boolean {
  if (isWordOf(form, one) || !form.hasQuotes) return isWordOf(form, one);
  const bare = one.replace(quotes, '');
  return bare === '' || isWordOf(form, bare);
}

/**
 * What is wrong with a text, without quoting it, because messages are public, too: "contains an e-mail address"; null if it
 * fits its form.
 */
export function findFault(text: string, form: Form): string | null {
  if (text === REMOVED || form.known?.test(text)) return null;
  const trace = findTrace(text);
  if (trace !== null) return `contains ${trace}`;
  const found = text.match(words) ?? [];
  if (form.word === null) return `is not ${form.what}`;
  if (found.length > form.mostWords)
    return `has more than ${form.mostWords} words, so it is not ${form.what}`;
  const isFit = found.every((one) => fits(form, one)) && form.isValue?.(text) !== false;
  return isFit ? null : `is not ${form.what}`;
}

/** The text with everything that does not fit replaced by `REMOVED`. It never grows, and it always fits. */
export function fitTo(text: string, form: Form): string {
  if (findFault(text, form) === null) return text;
  let before: string;
  let after = text;
  do {
    before = after;
    let count = 0;
    after = removeTraces(before)
      .replace(words, (one) => {
        count += 1;
        if (count <= form.mostWords && fits(form, one)) return one;
        const start = form.shortened?.(one) ?? '';
        return start.length < one.length ? `${start}${REMOVED}` : REMOVED;
      })
      .replace(/…(?:[\s.,;:…]*…)+/gu, REMOVED);
  } while (after !== before && findFault(after, form) !== null);
  return findFault(after, form) === null ? after : REMOVED;
}
