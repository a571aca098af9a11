/** @file Draws a part of the page at once if it is in sight, and otherwise when there is time. */
import { type ReactNode, startTransition, useEffect, useRef, useState } from 'react';

/** Distance from the window in CSS pixels that counts as in sight. */
const NEAR_PX = 200;

/** Rest in milliseconds after the last change, before parts out of sight are drawn. */
const REST_MS = 250;

/**
 * A click on a filter changes everything below it, most of which is out of sight: that keeps its former content until the
 * visitor rests, or scrolls to it. At first it is drawn with everything else.
 */
export function InSight({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  const [drawn, setDrawn] = useState<ReactNode>(children);
  const latest = useRef(children);
  latest.current = children;
  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        near.current = entry!.isIntersecting;
        if (near.current) setDrawn(latest.current);
      },
      { rootMargin: `${NEAR_PX}px` },
    );
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setDrawn(children)), REST_MS);
    return () => clearTimeout(timer);
  }, [children]);
  return <div ref={place}>{near.current ? children : drawn}</div>;
}
