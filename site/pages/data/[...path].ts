/** @file The downloads of /data/, in folders as ingest writes them. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { type Download, downloads } from '../../downloads/downloads.ts';

export const getStaticPaths = (() =>
  downloads().map((download) => ({
    params: { path: download.name },
    props: { download },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ download: Download }> = ({ props: { download } }) =>
  new Response(download.read(), { headers: { 'content-type': download.type } });
