/** @file Fetches files of this site, and says in words for people why one did not arrive. */

/** A file did not arrive; trying again may help. The message has no full stop. */
export class FetchError extends Error {
  override name = 'FetchError';
}

/** @throws FetchError if the site does not answer */
export const reach = (url: string): Promise<Response> =>
  fetch(url).catch(() => {
    throw new FetchError('the site does not answer, perhaps because you are offline');
  });

/** @throws FetchError if the site does not answer, or not with the file */
export async function fetchFile(url: string): Promise<Response> {
  const response = await reach(url);
  if (!response.ok) throw new FetchError(`the site answers ${response.status}`);
  return response;
}
