/**
 * @file Waits until a visitor lets go of what a static form shows: a button that is replaced between the press and the release
 * gets no click, and the list of a replaced menu closes.
 */

export interface Press {
  /** Resolves once nothing is pressed and no menu is open. */
  released(): Promise<void>;
  /** Ends the watch. */
  end(): void;
}

/** Keys that close the list of a menu. */
const CLOSING = new Set(['Enter', 'Escape', 'Tab']);

/** Watches the pointer from now on. A menu is a `select`, which tells no script whether its list is open. */
export function watchPress(place: HTMLElement): Press {
  let pressed: EventTarget | null = null;
  let tell = () => {};
  const release = () => {
    pressed = null;
    tell();
  };
  const onDown = ({ target }: PointerEvent) => {
    if (target instanceof Element && place.contains(target)) pressed = target;
    else release();
  };
  // The click of a mouse follows in the same task.
  const onUp = () => {
    if (!(pressed instanceof HTMLSelectElement)) setTimeout(release);
  };
  const onKey = ({ key }: KeyboardEvent) => {
    if (CLOSING.has(key)) setTimeout(release);
  };
  const watch = new AbortController();
  const options = { capture: true, passive: true, signal: watch.signal };
  addEventListener('pointerdown', onDown, options);
  addEventListener('pointerup', onUp, options);
  addEventListener('pointercancel', onUp, options);
  addEventListener('keydown', onKey, options);
  addEventListener('change', release, options);
  place.addEventListener('focusout', release, options);
  return {
    released: async () => {
      while (pressed !== null) await new Promise<void>((resolve) => (tell = resolve));
    },
    end: () => watch.abort(),
  };
}
