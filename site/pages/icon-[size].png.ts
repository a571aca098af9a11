/** @file The icons of `site.webmanifest`, in the sizes that browsers ask for. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { drawIcon } from '../share/icon.ts';

export const getStaticPaths = (() =>
  ['192', '512'].map((size) => ({ params: { size } }))) satisfies GetStaticPaths;

export const GET: APIRoute = ({ params: { size } }) => drawIcon(Number(size));
