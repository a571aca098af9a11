/** @file The raw files of the rows, under their paths in the repository. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { type Download, sourceFiles } from '../../../downloads/downloads.ts';

export const getStaticPaths = (() =>
  sourceFiles().map((download) => ({
    params: { path: download.name },
    props: { download },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ download: Download }> = ({ props: { download } }) =>
  new Response(download.bytes.slice(), { headers: { 'content-type': download.type } });
