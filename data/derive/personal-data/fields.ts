/**
 * @file The form of every free text of a submission. A test compares them with the schema, so that a new field cannot be
 * forgotten. Pure.
 */
import type { Submission } from '../../contract/submission.ts';
import type { Form } from './form.ts';
import { forms } from './forms.ts';

/**
 * By their place: `*` is each entry of a list or of a record, and a record's own place has the form of its names. All other
 * texts of a submission are words of the contract, hashes or times.
 */
export const textFields: Readonly<Record<string, Form>> = {
  'runner.version': forms.runnerVersion,
  'runner.runtime': forms.runtime,
  'machine.os.name': forms.system,
  'machine.os.version': forms.systemVersion,
  'machine.cpu.name': forms.hardware,
  'machine.cpu.vendor': forms.hardware,
  'machine.gpus.*.name': forms.hardware,
  'machine.gpus.*.vendor': forms.hardware,
  'machine.gpus.*.driver': forms.driver,
  'conditions.virtualisation': forms.virtualization,
  'results.*.cell.device.name': forms.hardware,
  'results.*.cell.languageModel.name': forms.modelName,
  'results.*.cell.languageModel.quantization': forms.quantization,
  'results.*.outcome.engineVersion': forms.softwareVersion,
  'results.*.outcome.observed': forms.setting,
  'results.*.outcome.observed.*': forms.settingValue,
  'results.*.outcome.check.why': forms.sentence,
  'results.*.outcome.power.lost': forms.sentence,
  'results.*.outcome.reason': forms.sentence,
};

interface Place {
  form: Form | null;
  /** Fields of an object by their names. */
  fields: [name: string, inner: Place][];
  /** Every entry of a list or of a record; null for an object with fields. */
  each: Place | null;
}

const newPlace = (): Place => ({ form: null, fields: [], each: null });

/** The place of a field, or of the entries, in another one. */
function placeIn(outer: Place, name: string): Place {
  if (name === '*') {
    outer.each ??= newPlace();
    return outer.each;
  }
  const known = outer.fields.find(([own]) => own === name);
  if (known !== undefined) return known[1];
  const inner = newPlace();
  outer.fields.push([name, inner]);
  return inner;
}

function placesOf(fields: Readonly<Record<string, Form>>): Place {
  const root = newPlace();
  for (const [path, form] of Object.entries(fields)) path.split('.').reduce(placeIn, root).form = form;
  return root;
}

const places = placesOf(textFields);

/** Returns what replaces a text. An empty text removes an entry of a record if it is its name. */
export type TextChange = (text: string, form: Form, field: string) => string;

function changeAt(value: unknown, place: Place, field: string, change: TextChange): unknown {
  if (typeof value === 'string') return place.form === null ? value : change(value, place.form, field);
  if (typeof value !== 'object' || value === null) return value;
  const { each, fields } = place;
  if (each === null && fields.length === 0) return value;
  if (Array.isArray(value)) {
    if (each === null) return value;
    return value.map((inner, index) => changeAt(inner, each, `${field}.${index}`, change));
  }
  if (each === null) return changeFields(value, fields, field, change);
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const changed = place.form === null ? name : change(name, place.form, field);
    return changed === '' ? [] : [[changed, changeAt(inner, each, `${field}.${name}`, change)]];
  });
  return Object.fromEntries(entries);
}

function changeFields(value: object, fields: Place['fields'], field: string, change: TextChange): object {
  const copy: Record<string, unknown> = { ...value };
  for (const [key, inner] of fields) {
    if (Object.hasOwn(copy, key))
      copy[key] = changeAt(copy[key], inner, field === '' ? key : `${field}.${key}`, change);
  }
  return copy;
}

/** A test of a text; names of a record are texts, too. */
type TextTest = (text: string, form: Form) => boolean;

function someAt(value: unknown, place: Place, test: TextTest): boolean {
  if (typeof value === 'string') return place.form !== null && test(value, place.form);
  if (typeof value !== 'object' || value === null) return false;
  const { form, fields, each } = place;
  if (Array.isArray(value)) return each !== null && value.some((inner) => someAt(inner, each, test));
  const own = value as Readonly<Record<string, unknown>>;
  if (each !== null) return someOfRecord(own, form, each, test);
  for (const [name, inner] of fields) if (someAt(own[name], inner, test)) return true;
  return false;
}

const someOfRecord = (
  record: Readonly<Record<string, unknown>>,
  ofNames: Form | null,
  each: Place,
  test: TextTest,
): boolean =>
  Object.keys(record).some(
    (name) => (ofNames !== null && test(name, ofNames)) || someAt(record[name], each, test),
  );

/** Whether any free text of a submission passes a test: cheaper than to change none. */
export const someText = (submission: Submission, test: TextTest): boolean => someAt(submission, places, test);

/** The submission with every free text changed; everything else is shared with the original. */
export const changeTexts = (submission: Submission, change: TextChange): Submission =>
  changeAt(submission, places, '', change) as Submission;
