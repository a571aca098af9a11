/** @file The colors of one theme for a frame that does not follow the system. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { themeCss } from '../../share/theme.ts';

export const getStaticPaths = (() => [
  { params: { theme: 'light' } },
  { params: { theme: 'dark' } },
]) satisfies GetStaticPaths;

export const GET: APIRoute = ({ params }) =>
  new Response(themeCss(params.theme === 'dark' ? 'dark' : 'light'), {
    headers: { 'content-type': 'text/css; charset=utf-8' },
  });
