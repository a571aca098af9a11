/** @file Residuals. The body comes after the shortcut, so that its last operation can add the shortcut's output. */
import type { LayerShape } from '../../../models/shapes.ts';
import type { Value } from '../graph/value.ts';
import {
  addSame,
  type Backward,
  type Input,
  inputGradientName,
  inputShape,
  type Lowered,
  outputShape,
  type Site,
} from './rule.ts';

/** Lowers the layers of a branch. */
export type LowerBranch = (
  branch: 'body' | 'shortcut',
  shapes: readonly LayerShape[],
  input: Input,
) => Lowered;

export function residual(site: Site, lower: LowerBranch): Lowered {
  const { builder, name, shape, input } = site;
  const shortcut = lower('shortcut', shape.shortcut, input);
  const body = lower('body', shape.body, input);
  const sum = (sumName: string, sizes: readonly number[], left: Value, right: Value) =>
    builder.elementwise(sumName, sizes, left, [addSame(right)]);
  const backward: Backward = (gradient) => {
    const ofShortcut = shortcut.backward(gradient);
    const ofBody = body.backward(gradient);
    if (!(ofShortcut && ofBody)) return null;
    return sum(inputGradientName(site), inputShape(site), ofBody, ofShortcut);
  };
  return { output: sum(name, outputShape(site), body.output, shortcut.output), backward };
}
