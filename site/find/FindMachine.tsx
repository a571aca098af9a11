/** @file Find my machine: the box, the chips that the visitor chose, and what to do for one without results. */
import { useCallback, useEffect, useState } from 'react';
import { shortName } from '../../data/derive/device-names.ts';
import { comparePath, hardwarePath, link } from '../rows/links.ts';
import { announceMine, onMine, readMine } from '../rows/mine.ts';
import { ChipBox } from './ChipBox.tsx';
import { type Chip, pageOf } from './chip.ts';
import { loadCatalogue } from './load.ts';
import { Missing } from './Missing.tsx';

export interface Content {
  /** False on the list of all chips, which then is no way to it. */
  list?: boolean;
}

interface MyChips {
  mine: readonly Chip[];
  /** Ids of the address that no chip has. */
  unknown: readonly string[];
  /** All chips, once a chip of the visitor is known. */
  chips: readonly Chip[];
  /** Shows other chips; true if the page showed them. */
  change(chips: readonly Chip[]): boolean;
  /** Loads the list once more; null if it was not lost. */
  again: (() => void) | null;
}

/** The chips of the visitor: ids at once, names as soon as the list is there. */
function useMine(index: string): MyChips {
  const [mine, setMine] = useState<readonly Chip[]>([]);
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const [chips, setChips] = useState<readonly Chip[]>([]);
  const [lost, setLost] = useState<readonly string[] | null>(null);
  const note = useCallback(
    (ids: readonly string[]) => {
      const show = async () => {
        const all = ids.length === 0 ? [] : (await loadCatalogue(index)).chips;
        const named = new Map(all.map((chip) => [chip.id, chip]));
        setChips(all);
        setMine(ids.flatMap((id) => named.get(id) ?? []));
        setUnknown(ids.filter((id) => !named.has(id)));
      };
      // Without the list the rest of the page still works.
      show().then(
        () => setLost(null),
        () => setLost(ids),
      );
      return false;
    },
    [index],
  );
  useEffect(() => {
    const read = () => void note(readMine(location.search));
    read();
    const end = onMine(note);
    addEventListener('popstate', read);
    return () => {
      end();
      removeEventListener('popstate', read);
    };
  }, [note]);
  const change = (next: readonly Chip[]) => {
    setMine(next);
    setUnknown([]);
    return announceMine(next.map(({ id }) => id));
  };
  return { mine, unknown, chips, change, again: lost && (() => void note(lost)) };
}

export function FindMachine({ list = true }: Content) {
  const index = link('/find.json');
  const [text, setText] = useState('');
  const { mine, unknown, chips, change: setMine, again } = useMine(index);
  // A link opens without what is said of its chips, which would move the page below: a button shows it.
  const [explained, setExplained] = useState(false);
  const missing = explained && chips.length > 0 ? mine.filter(({ results }) => results === 0) : [];
  const choose = (chip: Chip, rest: string) => {
    // What is not in the catalogue cannot be compared or marked: its machine's page has its results.
    if (chip.machine !== null) return location.assign(link(pageOf(chip)));
    const next = [...mine.filter(({ id }) => id !== chip.id), chip];
    const shown = setMine(next);
    setText(rest);
    setExplained(true);
    if (chip.results > 0 && rest === '' && !shown) location.assign(link(hardwarePath(chip.id)));
  };
  return (
    <>
      <ChipBox
        id="find-chip"
        label="Find my machine"
        placeholder="4070s, m1 max, i7-8700"
        index={index}
        text={text}
        onText={setText}
        onChoose={choose}
        others
      />
      {again !== null && (
        <p className="mine" role="status">
          Your chips could not be loaded. Check the connection.{' '}
          <button type="button" onClick={again}>
            Try again
          </button>
        </p>
      )}
      {unknown.length > 0 && (
        <p className="mine" role="status">
          No chip is called {unknown.map((id) => `“${id}”`).join(', ')}, as this link says. Type its name
          above.
        </p>
      )}
      {(mine.length > 0 || unknown.length === 0) && (
        <Mine
          list={list}
          mine={mine}
          onRemove={(chip) => setMine(mine.filter((one) => one !== chip))}
          onExplain={explained ? null : () => setExplained(true)}
        />
      )}
      {missing.length > 0 && (
        <Missing missing={missing} measured={mine.filter(({ results }) => results > 0)} chips={chips} />
      )}
    </>
  );
}

/** As many as a comparison holds. */
const MOST_COMPARED = 6;

/** The chips with a way to each one's page and a way to remove it; without any, the way to the list of all. */
function Mine({
  mine,
  list,
  onRemove,
  onExplain,
}: {
  list: boolean;
  mine: readonly Chip[];
  onRemove(chip: Chip): void;
  /** Shows what there is for chips without results; null if it is shown. */
  onExplain: (() => void) | null;
}) {
  if (mine.length === 0) {
    return (
      <p className="mine">
        {list ? (
          <>
            Or see <a href={link('/hardware/')}>all chips with results</a>.
          </>
        ) : (
          'Type a GPU, a CPU or both.'
        )}
      </p>
    );
  }
  const measured = mine.filter(({ results }) => results > 0).map(({ id }) => id);
  return (
    <ul className="mine" aria-label="My machine">
      {mine.map((chip) => (
        <li key={chip.id}>
          {chip.results > 0 ? (
            <a href={link(hardwarePath(chip.id))}>{shortName(chip.name)}</a>
          ) : (
            <>
              {shortName(chip.name)}
              {onExplain !== null && (
                <button type="button" className="plain" onClick={onExplain}>
                  no results yet: see the nearest
                </button>
              )}
            </>
          )}
          <button
            type="button"
            className="plain"
            aria-label={`Remove ${shortName(chip.name)}`}
            onClick={() => onRemove(chip)}
          >
            ×
          </button>
        </li>
      ))}
      {measured.length > 0 && (
        <li className="against">
          <a href={link(comparePath(measured.slice(0, MOST_COMPARED)))}>
            {measured.length === 1 ? 'Compare with another' : 'Compare these'}
          </a>
        </li>
      )}
    </ul>
  );
}
