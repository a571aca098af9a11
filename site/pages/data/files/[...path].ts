/** @file The raw files of the rows, under their paths in the repository. */
import { readFileSync } from 'node:fs';
import type { APIRoute, GetStaticPaths } from 'astro';
import { type SourceFile, sourceFiles } from '../../../downloads/downloads.ts';

export const getStaticPaths = (() =>
  sourceFiles().map((file) => ({
    params: { path: file.name },
    props: { file },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ file: SourceFile }> = ({ props: { file } }) =>
  new Response(readFileSync(file.place), { headers: { 'content-type': 'application/json; charset=utf-8' } });
