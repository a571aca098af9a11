/** @file The script of the page with badges and frames: choices that change the texts to copy. */
import { badgeSnippets, frameSnippet } from './embed.ts';

interface Content {
  views: { title: string; path: string; height: number }[];
  /** Which view is shown first. */
  first: number;
  badges: { name: string; page: string; of: { title: string; path: string }[] }[];
}

const place = document.getElementById('snippets');
if (place !== null) start(place, JSON.parse(place.dataset.content ?? '{}') as Content);

function start(place: HTMLElement, { views, first, badges }: Content): void {
  const select = (name: string) => place.querySelector<HTMLSelectElement>(`select[name="${name}"]`);
  const [device, of, view, theme] = [select('device'), select('of'), select('view'), select('theme')];
  // The page stands at /embed/ below the base path.
  const base = location.href.replace(/embed\/[^/]*$/, '');
  const whole = (path: string) => base + path.replace(/^\//, '');

  if (device && of) {
    fill(
      device,
      badges.map(({ name }) => name),
    );
    const ofDevice = () => {
      fill(
        of,
        badges[device.selectedIndex]!.of.map(({ title }) => title),
      );
      showBadge();
    };
    const showBadge = () => {
      const { name, page, of: own } = badges[device.selectedIndex]!;
      const { title, path } = own[of.selectedIndex]!;
      const alt = `${name}, ${title}`;
      const image = place.querySelector<HTMLImageElement>('img.badge')!;
      image.src = whole(path);
      image.alt = alt;
      const { html, markdown } = badgeSnippets(whole(path), whole(page), alt);
      show(place, 'html', html);
      show(place, 'markdown', markdown);
    };
    device.addEventListener('change', ofDevice);
    of.addEventListener('change', showBadge);
    ofDevice();
  }
  if (view && theme) {
    fill(
      view,
      views.map(({ title }) => title),
    );
    view.selectedIndex = first;
    const showFrame = () => {
      const { title, path, height } = views[view.selectedIndex]!;
      const address = whole(path) + theme.value;
      const frame = place.querySelector('iframe')!;
      if (frame.src !== address) frame.src = address;
      frame.title = title;
      frame.height = String(height);
      show(place, 'frame', frameSnippet(address, title, height));
    };
    view.addEventListener('change', showFrame);
    theme.addEventListener('change', showFrame);
    showFrame();
  }
  for (const form of place.querySelectorAll('form')) form.hidden = false;
}

function fill(select: HTMLSelectElement, titles: readonly string[]): void {
  select.replaceChildren(...titles.map((title) => new Option(title)));
}

/** Changes a text and what its button copies. */
function show(place: HTMLElement, name: string, text: string): void {
  const box = place.querySelector(`[data-name="${name}"]`)!;
  box.querySelector('code')!.textContent = text;
  box.querySelector<HTMLButtonElement>('button')!.dataset.copy = text;
}
