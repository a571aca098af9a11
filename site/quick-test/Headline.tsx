/** @file The heading of a result: one rate a device. Takes the focus, so that screen readers go on there. */
import { useEffect, useRef } from 'react';
import type { Run } from './result/run.ts';
import { DEVICE_NAMES, headlineOf } from './result/words.ts';

interface Props {
  runs: readonly Run[];
  /** What stands there if no product was measured. */
  otherwise: string;
}

export function Headline({ runs, otherwise }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const known = runs.filter((run) => headlineOf(run) !== null);
  return (
    <h2 ref={heading} tabIndex={-1} className="headline">
      {known.map((run) => (
        <span key={run.device.kind}>
          <small>{DEVICE_NAMES[run.device.kind]}</small> {headlineOf(run)}{' '}
        </span>
      ))}
      {known.length === 0 && otherwise}
    </h2>
  );
}
