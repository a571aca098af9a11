/** @file Changes fields of parsed JSON that is not validated yet: a value of another shape stays for the schema to refuse. Pure. */

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Adds fields that are absent, after the others. */
export function withDefaults(fields: Fields, defaults: Fields): Fields {
  const whole: Record<string, unknown> = { ...fields };
  for (const name in defaults) if (!Object.hasOwn(fields, name)) whole[name] = defaults[name];
  return whole;
}

/** Changes the object in a field. */
export function changed(fields: Fields, name: string, change: (inner: Fields) => Fields): Fields {
  const inner = fields[name];
  return isFields(inner) ? { ...fields, [name]: change(inner) } : fields;
}

/** Changes every object in the list of a field. */
export function changedEach(fields: Fields, name: string, change: (inner: Fields) => Fields): Fields {
  const list = fields[name];
  if (!Array.isArray(list)) return fields;
  return { ...fields, [name]: list.map((inner: unknown) => (isFields(inner) ? change(inner) : inner)) };
}
