/**
 * @file Starts the interactive part of a page. The page holds its static form in an element, which works without JavaScript;
 * a script of the page calls `island`, which replaces the content when the part is needed. Astro's own directives would put
 * inline scripts into the page, which the policy of the site forbids, and load the part before anyone touches it.
 *
 * What a visitor does before the part is there is not lost: a control has the same name in the static and in the interactive
 * form; a click on it, the focus, an opened menu, and what was typed, chosen or ticked pass over to the new one.
 */
import { firstStates, passOn, usageOf } from './carry.ts';
import { watchPress } from './pressed.ts';

/** Draws the interactive part into `place`, whose static content it replaces. */
export type Mount = (place: HTMLElement) => void;

/** `now`: as soon as the script runs. `touch`: when the pointer or the focus comes to the element. */
export type When = 'now' | 'touch';

/** What counts as a touch: a mouse announces its click by coming closer, so that the part is often there before it. */
const TOUCHES = ['pointerover', 'touchstart', 'focusin', 'keydown', 'click', 'input', 'change'] as const;

/** Milliseconds after which a part is late, so that the page says what it waits for. */
const LATE_MS = 10_000;

/**
 * Starts a part in the element with this id, once. Sets `data-live` on it when the part is there; until then `data-island`
 * alone tells that one is to come. If the part cannot be loaded, or does not arrive, the static content stays and says so.
 * @param load Imports the module of the part, so that it is fetched only then.
 */
export function island(id: string, load: () => Promise<Mount>, when: When): void {
  const place = document.getElementById(id);
  if (place === null) return;
  let started = false;
  let clicked: string | null = null;
  const onClick = ({ target }: MouseEvent) => {
    clicked = controlOf(target) ?? clicked;
  };
  const before = firstStates(place);
  const press = watchPress(place);
  const start = async () => {
    if (started) return;
    started = true;
    for (const touch of TOUCHES) place.removeEventListener(touch, start);
    const late = setTimeout(() => tell(place, 'has not arrived yet'), LATE_MS);
    try {
      const mount = await load();
      await press.released();
      place.querySelector(':scope > .lost')?.remove();
      const used = usageOf(place, before);
      mount(place);
      place.dataset.live = '';
      await passOn(place, used);
      if (clicked !== null) clickOn(place, clicked);
    } catch (error) {
      tell(place, 'could not be loaded');
      throw error;
    } finally {
      clearTimeout(late);
      place.removeEventListener('click', onClick);
      press.end();
    }
  };
  place.dataset.island = when;
  place.addEventListener('click', onClick);
  if (when === 'now') void start();
  else for (const touch of TOUCHES) place.addEventListener(touch, start, { passive: true });
}

const CONTROL = '[data-control]';

/** A link, a menu and a field do by themselves what a click asks of them; everything else waits for the part. */
const NATIVE = 'a[href], summary, input, select, textarea, label';

/** The name of the control that a click is for, if it is lost without the part. */
function controlOf(target: EventTarget | null): string | null {
  if (!(target instanceof Element) || target.closest(NATIVE)) return null;
  return target.closest<HTMLElement>(CONTROL)?.dataset.control ?? null;
}

function clickOn(place: HTMLElement, name: string): void {
  place.querySelector<HTMLElement>(`[data-control="${CSS.escape(name)}"]`)?.click();
}

/** Says above the static content, which is shown then, what became of the part. */
function tell(place: HTMLElement, what: string): void {
  const words = document.createElement('p');
  words.className = 'lost warning';
  words.setAttribute('role', 'alert');
  // A module that could not be loaded once stays so until the page is loaded anew (HTML, "fetch a single module script").
  const again = document.createElement('button');
  again.type = 'button';
  again.textContent = 'Reload the page';
  again.addEventListener('click', () => location.reload());
  words.append(`This part of the page ${what}. Check the connection. `, again);
  place.querySelector(':scope > .lost')?.remove();
  place.prepend(words);
  place.dataset.failed = '';
}
