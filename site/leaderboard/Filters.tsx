/** @file The filters: facets, with the number of rows for each option; and a search field. */
import { memo, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { formatCount } from '../../data/derive/counted.ts';
import { kindWords, provenanceWords } from '../rows/format.ts';
import type { Change } from './use-view.ts';
import { facetOptions, type Scope } from './view/scope.ts';
import { FACETS, type Facet, type View } from './view/view.ts';

interface Props {
  /** Null at build time, where no menu has options yet. */
  scope: Scope | null;
  view: View;
  change: Change;
}

export function Filters({ scope, view, change }: Props) {
  const group = useRef<HTMLFieldSetElement>(null);
  const [open, setOpen] = useState<readonly Facet[]>([]);
  const onToggle = useCallback(
    (facet: Facet, now: boolean) =>
      setOpen((before) => [...before.filter((other) => other !== facet), ...(now ? [facet] : [])]),
    [],
  );
  useClosingMenus(group);
  return (
    <fieldset className="filters" ref={group}>
      <legend>Filters</legend>
      {FACETS.map((facet) => (
        <FacetMenu
          key={facet}
          facet={facet}
          scope={scope}
          chosen={view.facets[facet]}
          view={open.includes(facet) ? view : null}
          change={change}
          onToggle={onToggle}
        />
      ))}
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

interface FacetMenuProps extends Pick<Props, 'scope' | 'change'> {
  facet: Facet;
  chosen: readonly string[];
  /** Null while the menu is closed. */
  view: View | null;
  onToggle(facet: Facet, open: boolean): void;
}

/** A closed menu is drawn again only if its own choice has changed. */
const FacetMenu = memo(function FacetMenu({ facet, scope, chosen, view, change, onToggle }: FacetMenuProps) {
  return (
    <details
      className="facet"
      name="facet"
      data-control={`facet ${facet}`}
      onToggle={(event) => onToggle(facet, event.currentTarget.open)}
    >
      <Chosen facet={facet} names={chosen.map((value) => optionName(facet, value, scope))} />
      <div className="options">
        {view !== null && scope !== null && (
          <Options facet={facet} scope={scope} view={view} change={change} />
        )}
      </div>
    </details>
  );
});

/** Characters of what is chosen that the bar of filters has room for. */
const MOST_CHOSEN = 24;

/** The name of a filter with what is chosen; whole in its title and for screen readers. */
function Chosen({ facet, names }: { facet: Facet; names: readonly string[] }) {
  const word = facetWords[facet];
  if (names.length === 0) return <summary>{word}</summary>;
  const whole = names.join(', ');
  const short =
    whole.length <= MOST_CHOSEN
      ? whole
      : names.length > 1
        ? `${names.length} chosen`
        : `${whole.slice(0, MOST_CHOSEN - 1).trimEnd()}…`;
  const full = short === whole ? undefined : `${word}: ${whole}`;
  return (
    <summary title={full} aria-label={full}>
      {word}
      <strong>: {short}</strong>
    </summary>
  );
}

/** Options of a menu that are shown; the rest is found by searching. */
const MOST_OPTIONS = 60;

function Options({ facet, scope, view, change }: { facet: Facet; scope: Scope; view: View; change: Change }) {
  const all = useMemo(() => facetOptions(scope, view, facet), [scope, view, facet]);
  const chosen = view.facets[facet];
  const options = all.length > MOST_OPTIONS ? mostCommon(all, chosen) : all;
  const latest = useRef(view);
  latest.current = view;
  const toggle = useCallback(
    (value: string) => {
      const { facets } = latest.current;
      const now = facets[facet];
      const next = now.includes(value) ? now.filter((other) => other !== value) : [...now, value];
      change({ ...latest.current, facets: { ...facets, [facet]: next } });
    },
    [facet, change],
  );
  return (
    <>
      {options.map(({ value, rows }) => (
        <Option
          key={value}
          value={value}
          name={optionName(facet, value, scope)}
          rows={rows}
          chosen={chosen.includes(value)}
          onToggle={toggle}
        />
      ))}
      {options.length < all.length && (
        <p className="more">{formatCount(all.length - options.length)} more: use the search</p>
      )}
    </>
  );
}

interface OptionProps {
  value: string;
  name: string;
  /** Rows that it would show. */
  rows: number;
  chosen: boolean;
  onToggle(value: string): void;
}

/** Drawn again only if something of it has changed. */
const Option = memo(function Option({ value, name, rows, chosen, onToggle }: OptionProps) {
  return (
    <label className={rows === 0 ? 'passive' : undefined}>
      <input type="checkbox" checked={chosen} onChange={() => onToggle(value)} />
      {name} <span className="count">{formatCount(rows)}</span>
    </label>
  );
});

/** The options with the most rows, and those that are chosen, in their order. */
function mostCommon(options: ReturnType<typeof facetOptions>, chosen: readonly string[]) {
  const common = new Set(options.toSorted((a, b) => b.rows - a.rows).slice(0, MOST_OPTIONS));
  return options.filter((option) => common.has(option) || chosen.includes(option.value));
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

const engineNames = ({ rows }: Scope): ReadonlyMap<string, string> =>
  new Map(rows.map(({ engine, engineName }) => [engine, engineName]));

/** The name of a machine with its system; the id is added if another machine has the same name and system. */
function machineNames({ rows }: Scope): ReadonlyMap<string, string> {
  const names = new Map(rows.map(({ machine, os }) => [machine.id, `${machine.name}, ${os}`]));
  const alike = Map.groupBy([...names], ([, name]) => name);
  return new Map(
    [...names].map(([id, name]) => [id, alike.get(name)!.length > 1 ? `${name} (${id})` : name]),
  );
}

const listNames = { engine: engineNames, machine: machineNames };

/** Names of the engines and machines of each leaderboard that asked for them. */
const known = {
  engine: new WeakMap<Scope, ReadonlyMap<string, string>>(),
  machine: new WeakMap<Scope, ReadonlyMap<string, string>>(),
};

function optionName(facet: Facet, value: string, scope: Scope | null): string {
  if (facet === 'device') return kindWords[value as keyof typeof kindWords];
  if (facet === 'provenance') return provenanceWords[value as keyof typeof provenanceWords];
  if (scope === null || (facet !== 'engine' && facet !== 'machine')) return value;
  const names = known[facet].get(scope) ?? listNames[facet](scope);
  known[facet].set(scope, names);
  return names.get(value) ?? value;
}

/** The search field. Every keystroke updates the view, but typing creates only one history entry. */
export function Search({ view, change }: Pick<Props, 'view' | 'change'>) {
  const [typing, setTyping] = useState(false);
  return (
    <label className="search">
      <span>search</span>
      <input
        type="search"
        data-control="search"
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
