/** @file Common questions, each a link to the view that answers it. */
import { link } from '../rows/links.ts';
import type { Preset } from '../rows/presets.ts';

export function Presets({ presets }: { presets: readonly Preset[] }) {
  if (presets.length === 0) return null;
  return (
    <nav className="presets" aria-labelledby="presets">
      <p id="presets">Common questions</p>
      <ul>
        {presets.map(({ question, path }) => (
          <li key={question}>
            <a href={link(path)}>{question}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
