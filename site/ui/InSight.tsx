/** @file Draws a part of the page at once if it is in sight, and otherwise when there is time. */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { atRest } from './rest.ts';

interface Props {
  children: ReactNode;
  /** Classes for its box. */
  className: string;
}

/** What has fewer rows is much lower than a full chart or table. */
const MANY_ROWS = 16;

/** Classes of a box with so many rows, from which its height is guessed until it is laid out. */
export const boxOf = (rows: number, content: 'chart' | 'table'): string =>
  `in-sight ${content}${rows > MANY_ROWS ? '' : ' few'}`;

/**
 * A click on a filter changes everything below it, most of which is out of sight after it: that keeps its former content until
 * the visitor rests, or scrolls to it. What is in sight is drawn in the same frame. A box that is known to be out of sight
 * has `data-far`, for styles.
 */
export function InSight({ children, className }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [far, setFar] = useState(false);
  const [drawn, setDrawn] = useState<ReactNode>(children);
  const latest = useRef(children);
  latest.current = children;
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      const near = entries.at(-1)!.isIntersecting;
      setFar(!near);
      if (near) setDrawn(latest.current);
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  // Where it is follows from what is above it, which has been drawn by now.
  useLayoutEffect(() => {
    if (drawn === children) return;
    const within = isInFar(place.current!);
    if (!within && !isInSight(place.current!)) return;
    if (!within) setFar(false);
    setDrawn(children);
  }, [children, drawn]);
  useEffect(() => (drawn === children ? undefined : atRest(() => setDrawn(children))), [children, drawn]);
  return (
    <div ref={place} className={className} data-far={far ? '' : undefined}>
      {drawn}
    </div>
  );
}

/** Whether a box is within one out of sight: it is drawn with that one, and to measure it would lay out what waits. */
const isInFar = (element: HTMLElement): boolean => element.parentElement?.closest('[data-far]') != null;

function isInSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
