/** @file From version 1 to 2: fields that later runners of version 1 added become required; null or empty where they are absent. Pure. */
import { changed, changedEach, type Fields, withDefaults } from './fields.ts';

const languageModel = (fields: Fields): Fields => withDefaults(fields, { activeParameters: null });

const cell = (fields: Fields): Fields =>
  changed(withDefaults(fields, { languageModel: null }), 'languageModel', languageModel);

const repetition = (fields: Fields): Fields =>
  withDefaults(fields, { startUpNs: null, convergence: null, load: null });

/** Only checks that compare have a proof. */
const check = (fields: Fields): Fields =>
  fields.kind === 'output' || fields.kind === 'loss-trajectory'
    ? withDefaults(fields, { comparisons: [], measured: null })
    : fields;

const outcome = (fields: Fields): Fields =>
  fields.status === 'skipped'
    ? withDefaults(fields, { limit: null, needed: null })
    : changed(changedEach(fields, 'repetitions', repetition), 'check', check);

const conditions = (fields: Fields): Fields =>
  withDefaults(fields, { cpuLimit: null, cpuAffinity: null, memoryLimitBytes: null, bookend: null });

const withResults = (fields: Fields): Fields =>
  changedEach(fields, 'results', (result) => changed(changed(result, 'cell', cell), 'outcome', outcome));

export const submission = (fields: Fields): Fields =>
  withResults(
    changed(withDefaults(fields, { resumedAt: [], pricePerHourUsd: null }), 'conditions', conditions),
  );

export const published = (fields: Fields): Fields =>
  changedEach(fields, 'results', (result) => changed(result, 'cell', cell));
