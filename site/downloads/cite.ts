/** @file How the data are cited: a line of text and an entry for BibTeX. Pure. */

/** As in CITATION.cff. */
export const TITLE = 'Trainmark: how fast your own hardware trains and runs neural networks';
export const AUTHOR = 'The Trainmark authors';

export interface Citation {
  text: string;
  bibtex: string;
}

/**
 * @param date Day of the newest result, which is the version of the data: "2026-11-28".
 * @param address Where the data are; null if this build knows no address.
 */
export function cite(date: string, address: string | null): Citation {
  const year = date.slice(0, 4);
  const fields = [
    ['title', `{${TITLE}}`],
    ['author', `{${AUTHOR}}`],
    ['year', year],
    ['version', `data of ${date}`],
    ...(address === null ? [] : [['url', address]]),
    ['note', 'Data: CC BY 4.0'],
  ];
  const where = address === null ? '' : ` ${address}.`;
  return {
    text: `${AUTHOR} (${year}). ${TITLE}. Data of ${date}, CC BY 4.0.${where}`,
    bibtex: [
      `@misc{trainmark${year},`,
      ...fields.map(([name, value]) => `  ${name} = {${value}},`),
      '}',
    ].join('\n'),
  };
}
