/** @file Folders of addresses that have no page of their own lead to the page that lists what is below them. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { link } from '../rows/links.ts';
import { shards } from '../rows/read.ts';

/** Where a reader who shortens an address arrives. */
const targets: [folder: string, to: `/${string}`][] = [
  ['data/badges', '/embed/'],
  ['data/files', '/runs/'],
  ['data/files/published', '/runs/'],
  ['data/files/submissions', '/runs/'],
  ['data/samples', '/data/'],
  ['embed/workloads', '/embed/'],
  ...shards.workloads.map(({ id }): [string, `/${string}`] => [`embed/workloads/${id}`, '/embed/']),
];

export const getStaticPaths: GetStaticPaths = () =>
  targets.map(([folder, to]) => ({ params: { shortened: `${folder}/index` }, props: { to: link(to) } }));

export const GET: APIRoute = ({ props: { to } }) =>
  new Response(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=${to}">
<title>Trainmark</title>
<p><a href="${to}">${to}</a></p>
</html>
`);
