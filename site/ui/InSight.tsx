/** @file Draws a part of the page at once if it is in sight, and otherwise when there is time. */
import { type ReactNode, startTransition, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Rest in milliseconds after the last change, before parts out of sight are drawn. */
const REST_MS = 250;

interface Props {
  children: ReactNode;
  id?: string;
  /** Classes for its box. */
  className: string;
}

/** What has fewer rows is much lower than a full chart or table. */
const MANY_ROWS = 16;

/** Classes of a box with so many rows, from which its height is guessed until it is laid out. */
export const boxOf = (rows: number, content: 'chart' | 'table'): string =>
  `in-sight ${content}${rows > MANY_ROWS ? '' : ' few'}`;

/**
 * A click on a filter changes everything below it, most of which is out of sight: that keeps its former content until the
 * visitor rests, or scrolls to it. What is in sight before or after the change is drawn in the same frame. A box that
 * is known to be out of sight has `data-far`, for styles.
 */
export function InSight({ children, id, className }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [far, setFar] = useState(false);
  const [drawn, setDrawn] = useState<ReactNode>(children);
  const latest = useRef(children);
  latest.current = children;
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      setFar(!entries.at(-1)!.isIntersecting);
      setDrawn(latest.current);
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  // Where it is follows from what is above it, which has been drawn by now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other content above may move it
  useLayoutEffect(() => {
    if (isInSight(place.current!)) setFar(false);
  }, [children]);
  useEffect(() => {
    if (!far) return;
    const timer = setTimeout(() => startTransition(() => setDrawn(children)), REST_MS);
    return () => clearTimeout(timer);
  }, [children, far]);
  return (
    <div ref={place} id={id} className={className} data-far={far ? '' : undefined}>
      {far ? drawn : children}
    </div>
  );
}

function isInSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
