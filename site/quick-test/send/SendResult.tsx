/** @file Sends a result: as a link that carries it, or as a picture to post. */

import { useEffect, useMemo, useRef, useState } from 'react';
import { copyText } from '../../ui/copy.ts';
import { saveFile } from '../../ui/save-file.ts';
import type { Mark } from '../axis/mark.ts';
import { CARD_HEIGHT, CARD_WIDTH, cardText, drawCard } from './card.ts';
import { toFragment } from './link.ts';
import type { Sent } from './sent.ts';

interface Props {
  sent: Sent;
  /** Marks of the axis of the card. */
  marks: readonly Mark[];
}

export function SendResult({ sent, marks }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [done, setDone] = useState('');
  const address = useMemo(() => {
    const fragment = toFragment(sent);
    return fragment && `${location.origin}${location.pathname}${fragment}`;
  }, [sent]);
  const place = location.host + location.pathname;
  useEffect(() => drawCard(canvas.current!, sent, marks, place), [sent, marks, place]);
  if (address === null) return null;
  const text = cardText(sent);
  const report = (words: string, failed: string) => (work: Promise<unknown>) =>
    work.then(
      () => setDone(words),
      () => setDone(failed),
    );
  const picture = () => toPng(canvas.current!);
  return (
    <section className="send" aria-labelledby="send">
      <h3 id="send">Send the result</h3>
      <p className="go">
        <button
          type="button"
          onClick={async () =>
            setDone(
              (await copyText(address))
                ? 'Link copied.'
                : 'The browser does not let this page copy. The link is below.',
            )
          }
        >
          Copy link
        </button>
        <button
          type="button"
          onClick={() =>
            report(
              'Picture copied.',
              'The browser does not let this page copy pictures. Save it instead.',
            )(copyPicture(picture))
          }
        >
          Copy picture
        </button>
        <button
          type="button"
          onClick={() =>
            report(
              'Picture saved.',
              'The picture could not be made.',
            )(picture().then((png) => save(png, sent)))
          }
        >
          Save picture (PNG)
        </button>
        <span role="status" className="soft">
          {done}
        </span>
      </p>
      <canvas ref={canvas} width={CARD_WIDTH} height={CARD_HEIGHT} role="img" aria-label={text} />
      <details>
        <summary>Link, and the text of the picture</summary>
        <p className="address">
          <a href={address}>{address}</a>
        </p>
        <p>{text}</p>
      </details>
    </section>
  );
}

const toPng = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((png) => (png ? resolve(png) : reject(new Error('no picture'))), 'image/png'),
  );

/** Safari allows it only if the clipboard gets the promise within the click. */
async function copyPicture(picture: () => Promise<Blob>): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture() })]);
}

const save = (png: Blob, { day }: Sent): void =>
  saveFile(png, 'image/png', `trainmark-quick-test-${day}.png`);
