/**
 * @file Softmax and cross entropy with their gradient, row by row. Each chunk leaves the sum of its losses in a workspace;
 * one more kernel sums them in their order.
 */
import type { CrossEntropy } from '../../compiled/graph/operation.ts';
import {
  add,
  elementAt,
  float,
  loadFloat,
  loadInteger,
  multiply,
  splat,
  storeFloat,
  toWord,
} from '../wat/code.ts';
import { log } from '../wat/math.ts';
import { firstLane } from '../wat/vector.ts';
import { createKernel, type Kernel, type Target, type Workspace } from './kernel.ts';
import { eachRow, FLOAT_BYTES, rowAt } from './row.ts';
import { cutExponentials, prepareExponentials, scaleRow } from './softmax.ts';

export function crossEntropy(operation: CrossEntropy, target: Target): Kernel[] {
  const { batch, classes, logits, labels, loss, gradient, gradientScale } = operation;
  const cut = cutExponentials(batch, classes);
  const losses: Workspace = { kind: 'workspace', bytes: cut.chunks * FLOAT_BYTES };
  const factor = float(gradientScale / batch);

  const rows = createKernel('cross-entropy', { chunks: cut.chunks }, (body, chunk) => {
    const exponentials = prepareExponentials(body, classes, target);
    const ownLoss = body.float('ownLoss', float(0));
    eachRow(body, cut, batch, chunk, (row) => {
      const from = body.word('from', rowAt(target.addressOf(logits), row, classes));
      const to = body.word('to', rowAt(target.addressOf(gradient), row, classes));
      const label = body.word('label', toWord(loadInteger(elementAt(target.addressOf(labels), row))));
      const { largest, sum } = exponentials(from, to);
      const chosen = body.word('chosen', elementAt(to, label));
      // Subtracted before it is divided, so that little is lost where the label has almost the whole sum.
      const missing = body.float('missing', `(f32.sub ${loadFloat(chosen)} ${sum})`);
      const share = body.float('share', `(f32.div ${factor} ${sum})`);
      scaleRow(body, classes, to, share);
      body.do(storeFloat(chosen, `(f32.mul ${missing} ${share})`));
      const distance = `(f32.sub ${largest} ${loadFloat(elementAt(from, label))})`;
      const logSum = firstLane(body.call(log, splat(sum)));
      body.set(ownLoss, `(f32.add ${ownLoss} (f32.add ${logSum} ${distance}))`);
    });
    const at = body.word('at', elementAt(target.addressOf(losses), chunk));
    body.do(storeFloat(at, ownLoss));
  });

  const total = createKernel('cross-entropy of all chunks', {}, (body) => {
    const start = body.word('start', target.addressOf(losses));
    const sum = body.float('sum', float(0));
    body.loop('at', 0, multiply(cut.chunks, FLOAT_BYTES), FLOAT_BYTES, (at) => {
      body.set(sum, `(f32.add ${sum} ${loadFloat(add(start, at))})`);
    });
    const to = body.word('to', target.addressOf(loss));
    body.do(storeFloat(to, `(f32.mul ${sum} ${float(1 / batch)})`));
  });
  return [rows, total];
}
