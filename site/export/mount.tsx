/** @file The buttons of a static page in the place of those without effect. */
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { pageWriters } from './page-writers.ts';
import { ShareBar } from './ShareBar.tsx';

export function mount(place: HTMLElement): void {
  const { title = '' } = place.dataset;
  flushSync(() => createRoot(place).render(<ShareBar title={title} writers={pageWriters(title)} />));
}
