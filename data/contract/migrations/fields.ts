/** @file Changes fields of parsed JSON that is not validated yet: a value of another shape stays for the schema to refuse. Pure. */

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Adds fields that are absent, after the others. What lacks none is not copied, as everywhere here. */
export function withDefaults(fields: Fields, defaults: Fields): Fields {
  let whole: Record<string, unknown> | null = null;
  for (const name in defaults) {
    if (Object.hasOwn(fields, name)) continue;
    whole ??= { ...fields };
    whole[name] = defaults[name];
  }
  return whole ?? fields;
}

/** Changes the object in a field. */
export function changed(fields: Fields, name: string, change: (inner: Fields) => Fields): Fields {
  const inner = fields[name];
  if (!isFields(inner)) return fields;
  const other = change(inner);
  return other === inner ? fields : { ...fields, [name]: other };
}

/** Changes every object in the list of a field. */
export function changedEach(fields: Fields, name: string, change: (inner: Fields) => Fields): Fields {
  const list: unknown = fields[name];
  if (!Array.isArray(list)) return fields;
  let others: unknown[] | null = null;
  for (const [at, inner] of list.entries()) {
    const other = isFields(inner) ? change(inner) : inner;
    if (other !== inner) others ??= list.slice(0, at);
    others?.push(other);
  }
  return others === null ? fields : { ...fields, [name]: others };
}
