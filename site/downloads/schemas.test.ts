import { expect, it } from 'vitest';
import { schemaText } from './schemas.ts';

/** The parts of a schema that a test looks at. */
interface Schema {
  properties: Record<string, Schema>;
  items: Schema;
  required: string[];
  anyOf: Schema[];
}

it('requires every field of a submission of the newest version, and of a leaderboard', () => {
  const submission: Schema = JSON.parse(schemaText('submission.schema.json'));
  const { cell } = submission.properties.results!.items.properties;
  expect(cell!.required).toContain('sequenceLength');
  expect(cell!.required).toContain('languageModel');
  const leaderboard: Schema = JSON.parse(schemaText('leaderboard.schema.json'));
  expect(leaderboard.properties.rows!.items.required).toEqual(
    expect.arrayContaining(['languageModel', 'check', 'sequenceLength']),
  );
});
