/** @file The filters: facets, with the number of rows for each option, and a search field. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { kindWords, provenanceWords } from '../rows/format.ts';
import type { NamedRow } from '../rows/named-row.ts';
import type { Change } from './use-view.ts';
import { FACETS, type Facet, facetOptions, type View } from './view.ts';

interface Props {
  entries: readonly NamedRow[];
  view: View;
  change: Change;
}

export function Filters({ entries, view, change }: Props) {
  const group = useRef<HTMLFieldSetElement>(null);
  useClosingMenus(group);
  return (
    <fieldset className="filters" ref={group}>
      <legend>Filters</legend>
      {FACETS.map((facet) => (
        <FacetMenu key={facet} facet={facet} entries={entries} view={view} change={change} />
      ))}
      <Search view={view} change={change} />
    </fieldset>
  );
}

/** Closes the open menus of an element on Escape, which also returns the focus, and on a click outside. */
function useClosingMenus(group: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const openMenus = () => [...(group.current?.querySelectorAll('details[open]') ?? [])];
    const onPointer = ({ target }: PointerEvent) => {
      for (const menu of openMenus()) if (!menu.contains(target as Node)) menu.removeAttribute('open');
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      for (const menu of openMenus()) {
        if (menu.contains(document.activeElement)) menu.querySelector('summary')?.focus();
        menu.removeAttribute('open');
      }
    };
    addEventListener('pointerdown', onPointer);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('pointerdown', onPointer);
      removeEventListener('keydown', onKey);
    };
  }, [group]);
}

function FacetMenu({ facet, entries, view, change }: Props & { facet: Facet }) {
  const options = facetOptions(entries, view, facet);
  const chosen = view.facets[facet];
  const name = (value: string) => optionName(facet, value, entries);
  const toggle = (value: string) =>
    change({
      ...view,
      facets: {
        ...view.facets,
        [facet]: chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value],
      },
    });
  return (
    <details className="facet" name="facet">
      <summary>
        {facetWords[facet]}
        {chosen.length > 0 && <strong>: {chosen.map(name).join(', ')}</strong>}
      </summary>
      <div className="options">
        {options.map(({ value, rows }) => (
          <label key={value} className={rows === 0 ? 'passive' : undefined}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            {name(value)} <span className="count">{rows}</span>
          </label>
        ))}
      </div>
    </details>
  );
}

/** Labels of the facets. */
const facetWords: Record<Facet, string> = {
  vendor: 'vendor',
  device: 'device',
  machine: 'machine',
  engine: 'engine',
  recipe: 'recipe',
  dtype: 'dtype',
  provenance: 'provenance',
};

/** The name of a machine with its system; the id is added if another machine has the same name and system. */
function machineName(id: string, entries: readonly NamedRow[]): string {
  const named = (entry: NamedRow) => `${entry.machine.name}, ${entry.os}`;
  const one = entries.find(({ machine }) => machine.id === id);
  if (one === undefined) return id;
  const alike = entries.some((other) => other.machine.id !== id && named(other) === named(one));
  return alike ? `${named(one)} (${id})` : named(one);
}

function optionName(facet: Facet, value: string, entries: readonly NamedRow[]): string {
  if (facet === 'machine') return machineName(value, entries);
  if (facet === 'device') return kindWords[value as keyof typeof kindWords];
  if (facet === 'provenance') return provenanceWords[value as keyof typeof provenanceWords];
  if (facet === 'engine') return entries.find(({ engine }) => engine === value)?.engineName ?? value;
  return value;
}

/** The search field. Every keystroke updates the view, but typing creates only one history entry. */
function Search({ view, change }: Pick<Props, 'view' | 'change'>) {
  const [typing, setTyping] = useState(false);
  return (
    <label className="search">
      <span>search</span>
      <input
        type="search"
        value={view.search}
        maxLength={100}
        placeholder="hardware, engine, system"
        onBlur={() => setTyping(false)}
        onChange={(event) => {
          change({ ...view, search: event.target.value }, typing ? 'replace' : 'push');
          setTyping(true);
        }}
      />
    </label>
  );
}
