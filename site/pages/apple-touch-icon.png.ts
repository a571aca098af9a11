/** @file The icon on the home screen of an iPhone, in the size that iOS asks for. */
import type { APIRoute } from 'astro';
import { drawIcon } from '../share/icon.ts';

export const GET: APIRoute = () => drawIcon(180);
