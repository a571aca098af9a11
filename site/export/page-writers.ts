/** @file What a static page gives to be saved: the parts of it that are marked with `data-picture`, and the tables in them. */
import type { Writers } from './ShareBar.tsx';
import { pictureOf } from './snapshot.ts';
import { tablesOf } from './tables.ts';
import { tablesToCsv, tablesToMarkdown } from './write-tables.ts';

const tables = () => tablesOf([...document.querySelectorAll('[data-picture]')]);

/** @param title of the page */
export const pageWriters = (title: string): Writers => ({
  csv: async () => tablesToCsv(tables()),
  markdown: async () => tablesToMarkdown(tables(), { title, address: location.href }),
  picture: async () => pictureOf(document, location.href),
});
