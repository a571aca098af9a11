/**
 * @file What a visitor did with a static form, done again with the form that replaces it: the focus, opened menus, and what was
 * typed, chosen and ticked. A control is the same in both forms if it has the same name there.
 */

const FIELDS = 'input, select, textarea';
const FOCUSABLE = `a[href], button, summary, [tabindex], ${FIELDS}`;

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Whether it is ticked, what is chosen or typed, or the chosen files. */
type State = boolean | string | FileList;

/** Its `data-control` or id; else the choice that it stands for, or its words. */
function nameOf(element: Element): string {
  if (element.localName === 'summary') return `summary of ${nameOf(element.parentElement!)}`;
  const own = (element as HTMLElement).dataset.control ?? element.id;
  if (own !== '') return own;
  if (element instanceof HTMLInputElement) {
    const { type, name } = element;
    return `${type} ${name} ${isTicked(element) ? element.value : ''}`;
  }
  return `${element.localName} ${element.getAttribute('aria-label') ?? element.textContent}`;
}

const named = <Kind extends Element>(place: HTMLElement, selector: string, name: string): Kind | undefined =>
  [...place.querySelectorAll<Kind>(selector)].find((element) => nameOf(element) === name);

const isTicked = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type);

function stateOf(field: Field): State {
  if (isTicked(field)) return field.checked;
  if (field instanceof HTMLInputElement && field.type === 'file') return field.files!;
  return field.value;
}

/** What the page was built with. */
function builtState(field: Field): State {
  if (isTicked(field)) return field.defaultChecked;
  if (!(field instanceof HTMLSelectElement)) return field.defaultValue;
  const options = [...field.options];
  return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value ?? '';
}

/**
 * The state that each field had before anyone used it. A reloaded page may begin with what the browser kept of the last visit,
 * which nobody has asked for.
 */
export function firstStates(place: HTMLElement): (field: Field) => State {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (entry?.type === 'navigate') return builtState;
  const kept = new Map([...place.querySelectorAll<Field>(FIELDS)].map((field) => [field, stateOf(field)]));
  return (field) => kept.get(field) ?? builtState(field);
}

/** What a visitor has done with a form so far. */
interface Use {
  focused: Element | null;
  /** The ends of the selection in the field that has the focus. */
  selection: [number, number] | null;
  opened: string[];
  /** The fields that have changed, each with its state. */
  changed: [Field, State][];
}

export function usageOf(place: HTMLElement, before: (field: Field) => State): Use {
  const { activeElement } = document;
  const focused = activeElement !== null && place.contains(activeElement) ? activeElement : null;
  const fields = [...place.querySelectorAll<Field>(FIELDS)];
  const isChanged = (field: Field) => {
    const [now, first] = [stateOf(field), before(field)];
    if (now instanceof FileList) return now.length > 0;
    // Of a group of radio buttons, the chosen one tells all.
    return now !== first && !(isTicked(field) && field.type === 'radio' && !field.checked);
  };
  return {
    focused,
    selection: selectionOf(focused),
    opened: [...place.querySelectorAll('details[open][data-control]')].map(nameOf),
    changed: fields.filter(isChanged).map((field) => [field, stateOf(field)]),
  };
}

function selectionOf(element: Element | null): Use['selection'] {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return null;
  const { selectionStart, selectionEnd } = element;
  return selectionStart === null || selectionEnd === null ? null : [selectionStart, selectionEnd];
}

/** Does it again. What was not replaced is as the visitor left it. */
export async function passOn(
  place: HTMLElement,
  { focused, selection, opened, changed }: Use,
): Promise<void> {
  for (const name of opened) {
    const menu = named<HTMLDetailsElement>(place, 'details', name);
    if (menu !== undefined) menu.open = true;
  }
  const twin =
    focused === null || focused.isConnected
      ? undefined
      : named<HTMLElement>(place, FOCUSABLE, nameOf(focused));
  twin?.focus({ preventScroll: true });
  for (const [field, state] of changed) {
    const other = field.isConnected ? undefined : named<Field>(place, field.localName, nameOf(field));
    if (other === undefined) continue;
    put(other, state);
    // React draws the change before the next one, which is made to what is drawn.
    await null;
  }
  if (selection !== null && twin instanceof HTMLInputElement) twin.setSelectionRange(...selection);
}

/** Puts a field into this state, as a visitor would. */
function put(field: Field, state: State): void {
  const now = stateOf(field);
  if (now === state) return;
  if (typeof state === 'boolean') field.click();
  else if (typeof state !== 'string') {
    (field as HTMLInputElement).files = state;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  } else if (field instanceof HTMLSelectElement) {
    field.value = state;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  } else {
    // React compares with the value that it has set itself; only the setter of the element goes past it.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')!.set!.call(field, state);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
