/** @file Generates the modules that import one file per workload or engine. Pure. */

/** Converts "vgg16-cifar100" to "vgg16Cifar100" and "llama.cpp" to "llamaCpp". */
const nameOf = (id: string): string => id.replace(/[-.](.)/g, (_, letter: string) => letter.toUpperCase());

/** Text of `runner/workloads/declared.generated.ts`. */
export const declaredModule = (ids: readonly string[]): string =>
  [
    '/** @file Every declared workload, in the order of `workloadIdSchema`. Written by `npm run generate`. */',
    ...ids.map((id) => `import { workload as ${nameOf(id)} } from './${id}.ts';`),
    "import type { Workload } from './workload.ts';",
    '',
    `export const declared: readonly Workload[] = [${ids.map(nameOf).join(', ')}];`,
    '',
  ].join('\n');

/** Text of `runner/engines/declared.generated.ts`. */
export const enginesModule = (ids: readonly string[]): string =>
  [
    '/** @file Every declared engine, in the order of `engineIdSchema`. Written by `npm run generate`. */',
    "import type { Engine } from '../protocol/engine.ts';",
    ...ids.map((id) => `import { engine as ${nameOf(id)} } from './${id}/engine.ts';`),
    '',
    `export const declared: readonly Engine[] = [${ids.map(nameOf).join(', ')}];`,
    '',
  ].join('\n');

/** Text of `runner/models/references/index.generated.ts`. */
export const referencesModule = (ids: readonly string[]): string =>
  [
    '/** @file The computed references by workload. Written by `npm run generate`. */',
    ...ids.map((id) => `import ${nameOf(id)} from './${id}.json' with { type: 'json' };`),
    '',
    `export const references = { ${ids.map((id) => `'${id}': ${nameOf(id)}`).join(', ')} };`,
    '',
  ].join('\n');
