/** @file The lines that `--json` prints. Pure. */

/** Adds the names that `reason` and `remedy` had in version 0.1; to be removed in the version after the next. */
function withOldNames(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('reason' in value && 'remedy' in value)) return value;
  return 'why' in value ? value : { ...value, why: value.reason, mend: value.remedy };
}

/** A JSON document on one line. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value, withOldNames)}\n`;
