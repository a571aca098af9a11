/** @file What the code of the runner writes into a result has the form of its field, so that nothing of it is left out. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { findFault, forms } from '../../data/derive/personal-data/forms.ts';

const root = resolve(import.meta.dirname, '../..');
const isOwn = (path: string): boolean =>
  !/\.test\.ts$|\/testing\/|\/generate\/|fixtures|references\//.test(path);
const sources = (pattern: string) =>
  globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(isOwn);

function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => visitAll(child, visit));
}

const parse = (path: string) =>
  ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);

/** The text of a literal, with a number in place of each expression; null for anything else. */
function literalText(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `7${literal.text}`).join('');
}

/** Every literal inside a node, those of both branches of a condition too. */
function literalsIn(node: ts.Node): string[] {
  const found: string[] = [];
  visitAll(node, (inner) => {
    const text = literalText(inner);
    if (text !== null) found.push(text);
  });
  return found;
}

/** Names of fields and functions that take a reason. */
const reasonName = /^(?:reason|why|lost|description)$/;
const failing = /(?:Error|^fail|^failed|^refuse|^refused|^unsupported|^skipped)$/;

function reasonsIn(path: string): string[] {
  const found: string[] = [];
  visitAll(parse(path), (node) => {
    const isField = ts.isPropertyAssignment(node) && reasonName.test(node.name.getText());
    const isCall =
      (ts.isCallExpression(node) || ts.isNewExpression(node)) && failing.test(node.expression.getText());
    if (isField) found.push(...literalsIn(node.initializer));
    else if (isCall) for (const argument of node.arguments ?? []) found.push(...literalsIn(argument));
  });
  // Shorter ones are words of the contract and separators.
  return found.filter((text) => text.trim().split(' ').length >= 4);
}

it('every reason of the runner is a sentence without a trace', () => {
  const reasons = sources('runner/**/*.ts').flatMap((path) =>
    reasonsIn(path).map((text) => [path, text] as const),
  );
  expect(reasons.length).toBeGreaterThan(150);
  const wrong = reasons.flatMap(([path, text]) => {
    const fault = findFault(text.replace(/\s+/g, ' '), forms.sentence);
    return fault === null ? [] : [`${path}: ${text}: ${fault}`];
  });
  expect(wrong).toEqual([]);
});

/** Names in the object literals of everything that is called `observed` or returns settings. */
function settingsIn(path: string): string[] {
  const found: string[] = [];
  const collect = (node: ts.Node) =>
    visitAll(node, (inner) => {
      if (!ts.isObjectLiteralExpression(inner)) return;
      for (const one of inner.properties)
        if (
          (ts.isPropertyAssignment(one) || ts.isShorthandPropertyAssignment(one)) &&
          ts.isIdentifier(one.name)
        )
          found.push(one.name.text);
    });
  visitAll(parse(path), (node) => {
    const returns = ts.isFunctionLike(node) && /\bObserved\b/.test(node.type?.getText() ?? '');
    const isTyped = ts.isVariableDeclaration(node) && /\bObserved\b/.test(node.type?.getText() ?? '');
    const isNamed = ts.isPropertyAssignment(node) && node.name.getText() === 'observed';
    if (returns || isTyped || isNamed) collect(node);
  });
  return found;
}

/** Keys of the dictionaries in the functions of Python that observe settings. */
function pythonSettingsIn(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const functions = text.matchAll(/^( *)def _?observe[a-z_]*\(.*\n(?:(?:\1 +.*)?\n)*/gm);
  return [...functions].flatMap(([body]) =>
    [...body.matchAll(/"([A-Za-z][A-Za-z0-9.]*)"(?::|\])/g)].map(([, name = '']) => name),
  );
}

it('every setting that an engine observes is declared', () => {
  const names = new Set([
    ...sources('runner/engines/**/*.ts').flatMap(settingsIn),
    ...sources('runner/engines/**/*.py').flatMap(pythonSettingsIn),
  ]);
  for (const known of [
    'threads',
    'relaxedSimd',
    'matmulBits',
    'deviceGraph',
    'flashAttention',
    'matricesSpread',
  ])
    expect(names).toContain(known);
  expect([...names].filter((name) => findFault(name, forms.setting) !== null)).toEqual([]);
});
