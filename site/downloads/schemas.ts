/** @file The JSON Schemas of the two public files, generated from the contract. */
import * as z from 'zod';
import { leaderboardSchema } from '../../data/contract/leaderboard.ts';
import { submissionSchema } from '../../data/contract/submission.ts';
import { SCHEMA_VERSION } from '../../data/contract/words.ts';
import { inAscii, portablePattern } from './portable-pattern.ts';

const schemas = {
  'submission.schema.json': [
    submissionSchema,
    'A Trainmark submission: one run on one machine',
    `Version ${SCHEMA_VERSION} of the format, which the newest runner writes. Files of earlier versions lack fields that are required here; ingest adds them (data/contract/migrations) and never changes a file.`,
  ],
  'leaderboard.schema.json': [
    leaderboardSchema,
    'The Trainmark leaderboard: everything the site shows',
    'Written by ingest from all results, always in the newest version.',
  ],
} as const;

export type SchemaName = keyof typeof schemas;
export const schemaNames = Object.keys(schemas) as SchemaName[];

/** JSON Schema, draft 2020-12, as text. */
export function schemaText(name: SchemaName): string {
  const [schema, title, description] = schemas[name];
  // Fields with defaults are optional until the next version of the format.
  const io = name === 'submission.schema.json' ? 'input' : 'output';
  const override = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    if (jsonSchema.pattern !== undefined) jsonSchema.pattern = portablePattern(jsonSchema.pattern);
  };
  const json = { title, description, ...z.toJSONSchema(schema, { io, override }) };
  return `${inAscii(JSON.stringify(json, null, 2))}\n`;
}
