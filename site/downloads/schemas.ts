/** @file The JSON Schemas of the two public files, generated from the contract. */
import * as z from 'zod';
import { leaderboardSchema } from '../../data/contract/leaderboard.ts';
import { submissionSchema } from '../../data/contract/submission.ts';

const schemas = {
  'submission.schema.json': [submissionSchema, 'A Trainmark submission: one run on one machine'],
  'leaderboard.schema.json': [leaderboardSchema, 'The Trainmark leaderboard: everything the site shows'],
} as const;

export type SchemaName = keyof typeof schemas;
export const schemaNames = Object.keys(schemas) as SchemaName[];

/** JSON Schema, draft 2020-12, as text. */
export function schemaText(name: SchemaName): string {
  const [schema, title] = schemas[name];
  // Fields with defaults are optional until the next version of the format.
  const io = name === 'submission.schema.json' ? 'input' : 'output';
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io }) }, null, 2)}\n`;
}
