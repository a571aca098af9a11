/** @file The script of the page: starts the comparison at once if the address names something, else at the first touch. */
import { island } from '../ui/island.ts';
import { parseView } from './values/view.ts';

island(
  'compare',
  async () => {
    const [{ reactMount }, { Compare }] = await Promise.all([
      import('../ui/react.ts'),
      import('./Compare.tsx'),
    ]);
    const mount = reactMount(Compare);
    return (place) => {
      // Whoever is typing goes on in the field that replaces the static one.
      const field = place.querySelector('input');
      const typed = field?.value ?? '';
      const focused = field !== null && document.activeElement === field;
      mount(place);
      const own = place.querySelector('input');
      if (own === null) return;
      if (focused) own.focus();
      if (typed !== '') {
        const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
        setter?.call(own, typed);
        own.dispatchEvent(new Event('input', { bubbles: true }));
      }
    };
  },
  parseView(location.search).ids.length > 0 ? 'now' : 'touch',
);
