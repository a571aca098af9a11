/** @file The rules of the runner as data, by workload and by preset; ingest compares submissions with them. */
import { type ReferenceRules, rulesSchema } from '../contract/rules.ts';
import type { WorkloadId } from '../contract/words.ts';
import { checked } from './checked.ts';
import rulesFile from './rules.generated.json' with { type: 'json' };

export const rules = checked('rules.generated.json', rulesSchema, rulesFile);

const referenceById = new Map(rules.references.map((entry) => [entry.id, entry]));

/** What the check of a workload compares with; null for one without a net. */
export const findReferenceRules = (id: WorkloadId): ReferenceRules | null => referenceById.get(id) ?? null;
