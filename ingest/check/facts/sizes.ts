/** @file A cell has the sizes that its workload has: no length for images, no batch for a product of two matrices. */
import { workShapes } from '../../../data/catalogue/index.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

const byWork = Map.groupBy(workShapes, ({ workload, mode }) => `${workload} ${mode}`);

const names = ['batchSize', 'size', 'sequenceLength'] as const;

export const sizesThatBelong: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell } = measurement;
    const shapes = byWork.get(`${cell.workload} ${cell.mode}`) ?? [];
    return names.flatMap((name): CheckFinding[] => {
      if (shapes.length === 0 || shapes.some((shape) => (shape[name] === null) === (cell[name] === null)))
        return [];
      const has = cell[name] === null ? 'needs one' : 'has none';
      const text = `cell.${name} is ${cell[name]}, but ${cell.workload} (${cell.mode}) ${has}; measure again`;
      return [{ check: 'other-sizes', severity: 'reject', measurement, text }];
    });
  });
