/** @file A box that finds chips by their names, as a combobox of the ARIA practices. */
import { useCombobox } from 'downshift';
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { kindWords } from '../rows/format.ts';
import { type Chip, partOf } from './chip.ts';
import type { Chips } from './load.ts';
import { nearestTo } from './nearest.ts';
import { type Offer, offersFor, withoutTerm } from './offers.ts';
import { Unknown, unknownWords, useLeft } from './Unknown.tsx';
import { type Loading, useCatalogue } from './use-catalogue.ts';

interface Props {
  /** Unique within the page. */
  id: string;
  label: string;
  placeholder: string;
  /** Address of the index file. */
  index: string;
  text: string;
  onText(text: string): void;
  /** Called with the chip and the text without it. */
  onChoose(chip: Chip, rest: string): void;
  /** Only chips that compute as this; all if left out. */
  part?: 'gpu' | 'cpu' | null;
  /** Also offers devices outside of the catalogue that have results; their ids are none of the catalogue. */
  others?: boolean;
}

/** A chip among the options, with the part of the text that it stands for. */
interface Option {
  chip: Chip;
  term: string;
}

export function ChipBox({
  id,
  label,
  placeholder,
  index,
  text,
  onText,
  onChoose,
  part = null,
  others = false,
}: Props) {
  const [catalogue, load] = useCatalogue(index);
  const { chips, find } = listedIn(catalogue, others);
  const offers = offersFor(text, find, part);
  const options: Option[] = offers.flatMap(({ term, chips }) => chips.map((chip) => ({ chip, term })));
  const { getInputProps, getLabelProps, getMenuProps, getItemProps, isOpen, highlightedIndex } =
    useCombobox<Option>({
      id,
      items: options,
      inputValue: text,
      selectedItem: null,
      defaultHighlightedIndex: 0,
      itemToString: () => text,
      // The list stays open while the text names more chips.
      stateReducer: (_, { changes }) =>
        changes.selectedItem && withoutTerm(offers, changes.selectedItem.term) !== ''
          ? { ...changes, isOpen: true, highlightedIndex: 0 }
          : changes,
      itemToKey: (option) => option && `${option.term} ${option.chip.id}`,
      onStateChange: ({ selectedItem }) => {
        if (!selectedItem) return;
        onChoose(selectedItem.chip, withoutTerm(offers, selectedItem.term));
      },
    });
  const open = isOpen && text.trim() !== '';
  const ignored = ignoredWords(offers);
  const { left, place } = useLeft<HTMLDivElement>();
  const unknown = typeof catalogue === 'object' && offers.some(({ chips }) => chips.length === 0);
  return (
    <div className="chip-box" ref={place}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: getLabelProps names the input */}
      <label {...getLabelProps()}>{label}</label>
      <input
        {...getInputProps({
          type: 'search',
          placeholder,
          autoComplete: 'off',
          spellCheck: false,
          onFocus: load,
          // Not by downshift, whose state lags behind the typing by a frame and moves the cursor.
          onChange: (event) => onText((event.target as HTMLInputElement).value),
        })}
      />
      <div className="found" hidden={!(open && options.length > 0) && (left || !unknown)}>
        {/* The list stays in the page, as its reference in the input demands. */}
        <div {...getMenuProps()}>
          {open &&
            groupsOf(offers).map(({ offer, start }) => (
              <OfferGroup key={offer.term} offer={offer} several={offers.length > 1}>
                {offer.chips.map((chip, i) => (
                  <div
                    key={chip.id}
                    className="option"
                    {...getItemProps({
                      item: options[start + i]!,
                      index: start + i,
                      'aria-selected': highlightedIndex === start + i,
                    })}
                  >
                    <OptionText chip={chip} chips={chips} />
                  </div>
                ))}
              </OfferGroup>
            ))}
        </div>
        {open && <Notes offers={offers} ignored={ignored} />}
        {unknown && <Unknown words={unknownWords(offers)} />}
      </div>
      <p className="status" role="status">
        {catalogue === 'failed' && (
          <>
            The list of chips could not be loaded. Check the connection.{' '}
            <button type="button" onClick={load}>
              Try again
            </button>
          </>
        )}
        {text.trim() === '' ? '' : statusOf(catalogue, offers, open)}
        {open && ignored !== '' && <span className="visually-hidden">{ignored}</span>}
      </p>
    </div>
  );
}

const NOTHING: Chips = { chips: [], find: () => ({ hits: [], corrected: false, ignored: [] }) };

function listedIn(catalogue: Loading, others: boolean): Chips {
  if (typeof catalogue !== 'object') return NOTHING;
  return others ? catalogue.withOthers : catalogue;
}

/** What is said below the options. */
function Notes({ offers, ignored }: { offers: readonly Offer[]; ignored: string }) {
  const more = offers.reduce((sum, offer) => sum + offer.more, 0);
  return (
    <>
      {more > 0 && <p className="note">{more} more: type more of the name</p>}
      {ignored !== '' && <p className="note">{ignored}</p>}
    </>
  );
}

/** Offers with the place of their first option among all. */
function groupsOf(offers: readonly Offer[]): { offer: Offer; start: number }[] {
  let start = 0;
  return offers.map((offer) => {
    const group = { offer, start };
    start += offer.chips.length;
    return group;
  });
}

/** Options with a heading where the text names several chips, or where nothing is called as typed. */
function OfferGroup({
  offer: { term, chips, corrected, about },
  several,
  children,
}: {
  offer: Offer;
  several: boolean;
  children: React.ReactNode;
}) {
  if (chips.length === 0) return null;
  const heading = about ?? (corrected ? `Spelled most like “${term}”` : term);
  if (!several && !corrected && about === null) return children;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list of options may hold groups, but no fieldset
    <div role="group" aria-label={heading}>
      <div className="heading" role="presentation">
        {heading}
      </div>
      {children}
    </div>
  );
}

function resultsOf({ results, machine }: Chip): string {
  if (results > 0) return counted(results, 'result');
  return machine === null ? 'no results yet' : 'results of its machine';
}

function OptionText({ chip, chips }: { chip: Chip; chips: readonly Chip[] }) {
  const { name, kind, memoryGB, year, results, machine } = chip;
  const memory = memoryGB === null || name.includes(`${memoryGB}GB`) ? [] : [`${memoryGB} GB`];
  const [near] = results === 0 && machine === null ? nearestTo(chip, chips) : [];
  const facts = [
    kindWords[partOf(kind)],
    ...memory,
    ...(year === null ? [] : [year]),
    ...(machine === null ? [] : ['not in the catalogue; see its machine']),
    ...(near === undefined ? [] : [`nearest with results: ${shortName(near.chip.name)}, ${near.short}`]),
  ];
  return (
    <>
      <span className="name">{name}</span> <span className="results">{resultsOf(chip)}</span>{' '}
      <span className="facts">{facts.join(' · ')}</span>
    </>
  );
}

/** What is said beside the list, to everyone where there is none. */
function statusOf(catalogue: Loading, offers: readonly Offer[], open: boolean): string {
  if (typeof catalogue === 'object') return unknownWords(offers);
  return open && catalogue !== 'failed' ? 'Loading the list of chips …' : '';
}

/** Which words were left out. */
function ignoredWords(offers: readonly Offer[]): string {
  const words = offers.flatMap(({ chips, ignored }) => (chips.length === 0 ? [] : ignored));
  return words.length === 0
    ? ''
    : `Without ${words.map((word) => `“${word}”`).join(', ')}: no chip is called so.`;
}
