/** @file The data of the comparison: a directory and one file for each chip and machine, with hashes in their names. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { compareFiles } from '../../compare/read.ts';

export const getStaticPaths = (() =>
  compareFiles.map(([path, text]) => ({ params: { path }, props: { text } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props: { text } }) =>
  new Response(text, { headers: { 'content-type': 'application/json' } });
