/** @file Draws the interactive leaderboard in the place of the static one. */
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Mount } from '../ui/island.ts';
import type { Content } from './content.ts';
import { Leaderboard } from './Leaderboard.tsx';
import type { Loaded } from './view/load.ts';
import { createScope } from './view/scope.ts';

/** The static content is replaced in one step, so that nothing moves. */
export const boardMount =
  (content: Content, { rows, whole }: Loaded): Mount =>
  (place) => {
    const root = createRoot(place);
    const scope = createScope(rows);
    flushSync(() => root.render(<Leaderboard content={content} scope={scope} whole={whole} />));
  };
