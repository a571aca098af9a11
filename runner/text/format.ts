/** @file Formats numbers for people. */

/** At most four significant digits; more would suggest a precision that measurements do not have. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US', {
    maximumSignificantDigits: value >= 100 ? 4 : 3,
    useGrouping: false,
  });
}

/** "8 s", "1 min 20 s", "2 h 5 min". */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}

/** "16 GiB", "512 MiB". */
export function formatBytes(bytes: number): string {
  const gibibytes = bytes / 1024 ** 3;
  return gibibytes >= 1 ? `${formatNumber(gibibytes)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`;
}

/** "123x", "0.81x". */
export function formatSpeedup(ratio: number): string {
  return `${formatNumber(ratio)}x`;
}
