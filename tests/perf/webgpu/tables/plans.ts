/** @file What a training step of each net is planned to take on this engine. */
import type { Model } from '../../../../runner/models/layers.ts';
import { forwardMacs } from '../../../../runner/models/shapes.ts';
import { models } from '../../../../runner/workloads/index.ts';
import { Table } from '../../comparison/measure/table.ts';
import { firstLine } from '../../comparison/tables/row.ts';
import { planStep } from '../training/engine.ts';
import type { Setting } from './setting.ts';

export const MIB = 2 ** 20;

/** Those with the least arithmetic first, so that most are measured if time runs out. */
export const bySize: readonly Model[] = models.toSorted(
  (a, b) => forwardMacs(a) * a.batchSize.optimized - forwardMacs(b) * b.batchSize.optimized,
);

/** Planning needs no device, so the batch is the optimized one on any adapter. */
export function printPlans({ machine: { backend, kernelLimits } }: Setting): void {
  const number = (title: string) => ({ title, width: Math.max(7, title.length), right: true });
  const table = new Table('Plans of webgpu for a training step in float32', [
    { title: 'net', width: 19 },
    ...['batch', 'operations', 'dispatches', 'buffers', 'MiB', 'of activations', 'largest'].map(number),
  ]);
  for (const model of bySize) {
    const batch = model.batchSize.optimized;
    try {
      const plan = planStep(backend, kernelLimits, model, batch);
      const { operations, dispatches, buffers, bytes, activationBytes, largestBytes } = plan;
      table.row([
        model.id,
        ...[batch, operations, dispatches, buffers].map(String),
        ...[bytes, activationBytes, largestBytes].map((size) => (size / MIB).toFixed(0)),
      ]);
    } catch (error) {
      table.row([model.id, `${batch}`, ...Array.from({ length: 6 }, () => '-')], [firstLine(error)]);
    }
  }
}
