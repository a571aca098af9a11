/** @file Draws a React component as the interactive part of a page. */
import { type ComponentType, createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Mount } from './island.ts';

/**
 * A mount of a component. Its properties are JSON in the `data-content` of the element, as `content` writes them. The static
 * content is replaced in one step, so that nothing moves.
 */
export const reactMount =
  <Props extends object>(Component: ComponentType<Props>): Mount =>
  (place) => {
    const properties = JSON.parse(place.dataset.content ?? '{}') as Props;
    const root = createRoot(place);
    flushSync(() => root.render(createElement(Component, properties)));
  };
