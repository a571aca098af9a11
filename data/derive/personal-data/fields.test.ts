import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { submissionSchema } from '../../contract/submission.ts';
import { changeTexts, someText, textFields } from './fields.ts';
import { sampleTexts } from './testing/sample-texts.ts';

interface JsonSchema {
  type?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
}

/** Hashes: texts of the contract that say nothing but themselves. */
const closedPatterns = new Set(['^[0-9a-f]{40}$', '^[0-9a-f]{64}$']);

/** Texts of any content, by their place; a text is closed by an enumeration, a constant, a time or a hash. */
function openTexts(schema: JsonSchema, place: string): string[] {
  const at = (key: string) => (place === '' ? key : `${place}.${key}`);
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => openTexts(one, place));
  const properties = Object.entries(schema.properties ?? {}).flatMap(([key, one]) => openTexts(one, at(key)));
  const items = schema.items === undefined ? [] : openTexts(schema.items, at('*'));
  const more = schema.additionalProperties;
  const record =
    typeof more === 'object' && schema.propertyNames !== undefined
      ? [...openTexts(schema.propertyNames, place), ...openTexts(more, at('*'))]
      : [];
  const isOpen =
    schema.type === 'string' &&
    schema.enum === undefined &&
    schema.const === undefined &&
    schema.format !== 'date-time' &&
    !closedPatterns.has(schema.pattern ?? '');
  return [...(isOpen ? [place] : []), ...inner, ...properties, ...items, ...record];
}

describe('textFields', () => {
  it('has a form for every free text of a submission, and no other', () => {
    const schema = z.toJSONSchema(submissionSchema, { io: 'input' }) as JsonSchema;
    expect([...new Set(openTexts(schema, ''))].toSorted()).toEqual(Object.keys(textFields).toSorted());
  });

  it('notices a new free text, in a list, a union and a record, too', () => {
    const added = submissionSchema.extend({
      note: z.string(),
      tags: z.array(z.union([z.number(), z.string().max(9).nullable()])),
      more: z.record(z.string().regex(/^x/), z.boolean()),
      known: z.enum(['a']),
    });
    const found = new Set(openTexts(z.toJSONSchema(added, { io: 'input' }) as JsonSchema, ''));
    const fresh = [...found].filter((place) => !(place in textFields));
    expect(fresh.toSorted()).toEqual(['more', 'note', 'tags.*']);
  });
});

describe('changeTexts', () => {
  it('visits every field, and every field of the samples of the tests is filled', () => {
    const places = sampleTexts('x').map(([field]) =>
      field.replace(/\.\d+(?=\.|$)/g, '.*').replace(/observed\.\w+$/, 'observed.*'),
    );
    expect([...new Set(places)].toSorted()).toEqual(Object.keys(textFields).toSorted());
  });

  it('leaves a submission as it is if no text changes', () => {
    const [, submission] = sampleTexts('AMD')[0]!;
    expect(submissionSchema.parse(changeTexts(submission, (text) => text))).toEqual(submission);
  });
});

describe('someText', () => {
  it('sees what changeTexts visits', () => {
    for (const [field, submission] of sampleTexts('x')) {
      const visited = new Set<string>();
      changeTexts(submission, (text) => {
        visited.add(text);
        return text;
      });
      const seen = new Set<string>();
      someText(submission, (text) => {
        seen.add(text);
        return false;
      });
      expect(seen, field).toEqual(visited);
      expect(someText(submission, (text) => text === 'x')).toBe(true);
      expect(someText(submission, () => false)).toBe(false);
    }
  });
});
