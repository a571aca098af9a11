/** @file What an interactive part loads while it is shown. */
import { useEffect, useReducer, useState } from 'react';

export interface Loaded<Value> {
  /** What came last, which stays until the next is there; null before the first. */
  value: Value | null;
  loading: boolean;
  /** Why nothing came; null while loading and after a value. */
  error: unknown;
}

type Load<Value> = (() => Promise<Value>) | null;

/**
 * Loads when `load` changes and when asked to try again. An answer that comes after that is dropped.
 * @param load Must be kept between renders; null loads nothing.
 */
export function useLoaded<Value>(load: Load<Value>): Loaded<Value> & { again: () => void } {
  const [state, set] = useState<Loaded<Value> & { of: Load<Value> }>({
    ...{ of: null, value: null, loading: false, error: null },
  });
  const [attempt, again] = useReducer((attempts: number) => attempts + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is a reason to load
  useEffect(() => {
    if (load === null) return;
    let current = true;
    const end = (change: Partial<Loaded<Value>>) =>
      current && set((before) => ({ ...before, loading: false, error: null, ...change }));
    set(({ value }) => ({ of: load, value, loading: true, error: null }));
    load().then(
      (value) => end({ value }),
      (error: unknown) => end({ error }),
    );
    return () => {
      current = false;
    };
  }, [load, attempt]);
  const { of, value, loading, error } = state;
  // Of another load, only the value stays until the effect has begun with this one.
  return of === load
    ? { value, loading, error, again }
    : { value, loading: load !== null, error: null, again };
}
