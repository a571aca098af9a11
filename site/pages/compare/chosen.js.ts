/**
 * @file A script that runs before the page is drawn: if the address names something, the page shows no examples, so that
 * nothing flashes and nothing moves.
 */
import type { APIRoute } from 'astro';

const script = `if (/[?&][a-z]=/.test(location.search)) document.documentElement.dataset.compare = 'chosen';\n`;

export const GET: APIRoute = () => new Response(script, { headers: { 'content-type': 'text/javascript' } });
