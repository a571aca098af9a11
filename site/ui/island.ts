/**
 * @file Starts the interactive part of a page. The page holds its static form in an element, which works without JavaScript;
 * a script of the page calls `island`, which replaces the content when the part is needed. Astro's own directives would put
 * inline scripts into the page, which the policy of the site forbids, and load the part before anyone touches it.
 */

/** Draws the interactive part into `place`, whose static content it replaces. */
export type Mount = (place: HTMLElement) => void;

/** `now`: as soon as the script runs. `touch`: when the pointer or the focus comes to the element. */
export type When = 'now' | 'touch';

/** What counts as a touch: a mouse announces its click by coming closer, so that the part is often there before it. */
const TOUCHES = ['pointerover', 'touchstart', 'focusin', 'keydown'] as const;

/**
 * Starts a part in the element with this id, once. Sets `data-live` on it when the part is there; until then `data-island`
 * alone tells that one is to come.
 * @param load Imports the module of the part, so that it is fetched only then.
 */
export function island(id: string, load: () => Promise<Mount>, when: When): void {
  const place = document.getElementById(id);
  if (place === null) return;
  let started = false;
  const start = async () => {
    if (started) return;
    started = true;
    for (const touch of TOUCHES) place.removeEventListener(touch, start);
    const mount = await load();
    mount(place);
    place.dataset.live = '';
  };
  place.dataset.island = when;
  if (when === 'now') void start();
  else for (const touch of TOUCHES) place.addEventListener(touch, start, { passive: true });
}
