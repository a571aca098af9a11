/** @file What search engines may read: everything. */
import type { APIRoute } from 'astro';
import { link } from '../rows/links.ts';

export const GET: APIRoute = ({ site }) => {
  const sitemap = site ? [`Sitemap: ${new URL(link('/sitemap-index.xml'), site)}`] : [];
  const lines = ['User-agent: *', 'Allow: /', ...sitemap, ''];
  return new Response(lines.join('\n'), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
