/** @file What a phone or a browser needs to put the site on its home screen (w3.org/TR/appmanifest), under any base path. */
import type { APIRoute } from 'astro';
import { link } from '../rows/links.ts';

export const GET: APIRoute = () => {
  const icon = (size: number) => ({
    src: link(`/icon-${size}.png`),
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: 'any maskable',
  });
  const manifest = {
    name: 'Trainmark',
    description: 'How fast does your own hardware train and run neural networks?',
    start_url: link('/'),
    scope: link('/'),
    display: 'minimal-ui',
    background_color: '#fcfbf8',
    theme_color: '#fcfbf8',
    icons: [{ src: link('/favicon.svg'), sizes: 'any', type: 'image/svg+xml' }, icon(192), icon(512)],
  };
  return new Response(JSON.stringify(manifest), { headers: { 'content-type': 'application/manifest+json' } });
};
