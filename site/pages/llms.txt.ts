/** @file A summary of the site for programs that read text. */
import type { APIRoute } from 'astro';
import { link } from '../rows/links.ts';
import { leaderboard, shownWorkloads } from '../rows/read.ts';
import { llmsText } from '../share/llms.ts';

export const GET: APIRoute = ({ site }) => {
  const text = llmsText({
    leaderboard,
    workloads: shownWorkloads,
    address: (path) => (site ? new URL(link(path), site).href : link(path)),
  });
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
