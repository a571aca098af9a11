/** @file The import graph of the source files: finds cycles between folders and between files, and folders that are too large. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** An import of one file by another; both paths are relative to the root and use `/`. */
export interface Import {
  from: string;
  to: string;
}

const SOURCES = '{data,ingest,runner,site,tests}/**/*.{ts,tsx,astro,mjs,py}';

/** Paths of the source files below a root, sorted, without tests (`*.test.ts`). */
export const sourceFiles = (root: string): string[] =>
  globSync(SOURCES, { cwd: root, exclude: ['**/node_modules/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .sort();

/** The frontmatter and script elements of an Astro page; the whole text of any other file. */
function scriptsOf(path: string, text: string): string {
  if (!path.endsWith('.astro')) return text;
  const frontmatter = /^---\r?\n([\s\S]*?)^---/m.exec(text)?.[1] ?? '';
  const elements = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script);
  return [frontmatter, ...elements].join('\n');
}

/** The module that a node of the syntax tree imports, by any kind of import, or null. */
function specifierOf(node: ts.Node): string | null {
  const names = (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier;
  const called = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const typed = ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && node.argument.literal;
  const specifier = names || (called && node.arguments[0]) || typed;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier.text : null;
}

/** The relative imports of one file, including dynamic and type-only ones. Throws if a file does not exist. */
function importsOf(root: string, from: string): Import[] {
  const text = scriptsOf(from, readFileSync(join(root, from), 'utf8'));
  const kind = from.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier?.startsWith('.')) {
      const to = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
      if (!existsSync(join(root, to))) throw new Error(`${from} imports ${specifier}: there is no such file`);
      found.push({ from, to });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, text, ts.ScriptTarget.Latest, false, kind));
  return found;
}

/** All imports between the source files of the repository, except those between Python files. */
export const readImports = (root: string): Import[] =>
  sourceFiles(root)
    .filter((path) => !path.endsWith('.py'))
    .flatMap((path) => importsOf(root, path));

/** For each file or folder, its imports of others, one per imported file or folder. */
type Graph = Map<string, Map<string, Import>>;

/** @param placeOf The file itself or its folder. */
function graphOf(imports: readonly Import[], placeOf: (path: string) => string): Graph {
  const graph: Graph = new Map();
  for (const one of imports) {
    const [from, to] = [placeOf(one.from), placeOf(one.to)];
    if (from === to) continue;
    const targets = graph.get(from) ?? new Map<string, Import>();
    if (!targets.has(to)) targets.set(to, one);
    graph.set(from, targets);
  }
  return graph;
}

/** The shortest chain of imports that leaves a place and returns to it; null if there is none. */
function shortestCycle(graph: Graph, start: string): Import[] | null {
  const chains = new Map<string, Import[]>([[start, []]]);
  for (const [place, chain] of chains) {
    for (const [next, edge] of graph.get(place) ?? []) {
      if (next === start) return [...chain, edge];
      if (!chains.has(next)) chains.set(next, [...chain, edge]);
    }
  }
  return null;
}

/** The places that a place imports directly or indirectly. */
function reachable(graph: Graph, start: string): Set<string> {
  const seen = new Set(graph.get(start)?.keys());
  // Iterating over a set also visits elements that are added during the iteration.
  for (const place of seen) for (const next of graph.get(place)?.keys() ?? []) seen.add(next);
  return seen;
}

/** "file imports file; file imports file", starting at the first file by name, so that a cycle has one text. */
function describeCycle(cycle: readonly Import[]): string {
  const lines = cycle.map(({ from, to }) => `${from} imports ${to}`);
  const first = lines.indexOf(lines.toSorted()[0]!);
  return [...lines.slice(first), ...lines.slice(0, first)].join('; ');
}

/**
 * All groups of places that import each other in a cycle, each as text: one line with the places, then one line with
 * the shortest cycle through each of them.
 */
function cycles(graph: Graph, places: 'folders' | 'files'): string[] {
  const reach = new Map([...graph.keys()].sort().map((place) => [place, reachable(graph, place)]));
  const groups = Map.groupBy(
    [...reach.keys()].filter((place) => reach.get(place)?.has(place)),
    // A group is represented by its first place by name.
    (place) => [...reach.get(place)!].sort().find((other) => reach.get(other)?.has(place)),
  );
  return [...groups.values()].map((group) => {
    const shortest = new Set(group.map((place) => describeCycle(shortestCycle(graph, place)!)));
    const lines = [...shortest].map((cycle) => `  ${cycle}`);
    return [`${group.length} ${places} in a cycle: ${group.join(', ')}`, ...lines].join('\n');
  });
}

/** Groups of folders that import each other in a cycle, as text. Empty if there are none. */
export const folderCycles = (imports: readonly Import[]): string[] =>
  cycles(graphOf(imports, posix.dirname), 'folders');

/** Groups of files that import each other in a cycle, as text. Empty if there are none. */
export const fileCycles = (imports: readonly Import[]): string[] =>
  cycles(
    graphOf(imports, (path) => path),
    'files',
  );

/** Folders with more than `most` source files, subfolders not included, as "folder: number". */
export function crowdedFolders(files: readonly string[], most: number): string[] {
  const folders = Map.groupBy(files, (path) => posix.dirname(path));
  return [...folders]
    .filter(([, held]) => held.length > most)
    .map(([folder, held]) => `${folder}: ${held.length}`);
}
