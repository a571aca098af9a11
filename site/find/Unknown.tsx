/** @file What to do where no chip is called as typed: how to see the chip's name, and how to measure one that is missing. */
import { useEffect, useRef, useState } from 'react';
import { link } from '../rows/links.ts';
import type { Offer } from './offers.ts';

/** One sentence about each part of a text without a chip. */
export function unknownWords(offers: readonly Offer[]): string {
  const lost = offers.filter(({ chips }) => chips.length === 0);
  const named = lost.flatMap(({ about }) => about ?? []);
  const terms = lost.filter(({ about }) => about === null).map(({ term }) => `“${term}”`);
  const none = terms.length === 0 ? [] : [`No chip of the catalogue is called ${terms.join(' or ')}.`];
  return [...named, ...none].join(' ');
}

/**
 * Whether the visitor has turned to something outside of a place. Not by its loss of the focus alone: the keyboard of a phone
 * takes the focus when it closes.
 */
export function useLeft<Place extends HTMLElement>() {
  const [left, setLeft] = useState(false);
  const place = useRef<Place>(null);
  useEffect(() => {
    const turn = (event: Event) => setLeft(!place.current?.contains(event.target as Node));
    for (const type of ['pointerdown', 'focusin']) document.addEventListener(type, turn);
    return () => {
      for (const type of ['pointerdown', 'focusin']) document.removeEventListener(type, turn);
    };
  }, []);
  return { left, place };
}

/** @param words The sentence about what is not known; the list hides the line below the box that also has it. */
export function Unknown({ words }: { words: string }) {
  return (
    <div className="unknown">
      <p className="what">{words}</p>
      <p>
        Type the name of the chip: a laptop, a phone or a computer is sold with several. Its name is here:
      </p>
      <dl>
        <dt>Windows</dt>
        <dd>Task Manager (Ctrl+Shift+Esc) › Performance › CPU, GPU</dd>
        <dt>macOS</dt>
        <dd>Apple menu › About This Mac</dd>
        <dt>Linux</dt>
        <dd>
          <code>lscpu</code>, <code>lspci | grep -E 'VGA|3D'</code>, <code>nvidia-smi</code>
        </dd>
        <dt>Phones</dt>
        <dd>The maker’s specifications; the quick test measures without a name</dd>
      </dl>
      <p>
        Or measure it, whatever it is called: <code>npm run bench</code> in a clone of the repository, or the{' '}
        <a href={link('/quick-test/')}>quick test</a> in this browser.
      </p>
    </div>
  );
}
