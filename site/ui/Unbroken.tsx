/** @file A text whose names and values stay on one line each. */
import { useMemo } from 'react';
import { unbroken } from '../rows/unbroken.ts';

export function Unbroken({ text }: { text: string }) {
  const pieces = useMemo(() => unbroken(text), [text]);
  return pieces.map((piece, index) =>
    piece.whole ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
      <span key={index} className="nowrap">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}
