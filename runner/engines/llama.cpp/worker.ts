/** @file Worker of the `llama.cpp` engine: node-llama-cpp or an installed llama-bench. */
import { serve } from '../../worker/serve.ts';
import { findSource } from './source.ts';

const source = findSource();
if (source === null) throw new Error('llama.cpp is not set up');
if (source.kind === 'tool') {
  const { probe } = await import('./tool/probe.ts');
  const { run } = await import('./tool/run.ts');
  await serve({
    probe: () => probe(source.path),
    run: (request, emit) => run(source.path, request, emit),
  });
} else {
  const { probe } = await import('./native/probe.ts');
  const { run } = await import('./native/run.ts');
  await serve({ probe, run });
}
