/** @file The pictures that links show elsewhere. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { keptPicture } from '../../share/draw.tsx';
import type { Picture } from '../../share/picture.ts';
import { pictures } from '../../share/pictures.ts';

export const getStaticPaths = (() =>
  [...pictures].map(([path, picture]) => ({
    params: { path },
    props: { picture },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ picture: Picture }> = async ({ props: { picture } }) =>
  new Response(new Uint8Array(await keptPicture(picture)), { headers: { 'content-type': 'image/png' } });
