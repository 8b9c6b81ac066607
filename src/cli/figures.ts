/** Counts and durations as a person reads them. */

/** 1,234,567. */
export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

export const counted = (count: number, unit: string): string => `${grouped(count)} ${unit}${count === 1 ? '' : 's'}`;

/** How long something took. */
export const duration = (ms: number): string => {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : inSeconds(ms, 2);
};

/** How long something has been going on, in tenths of a second. */
export const elapsed = (ms: number): string => inSeconds(ms, 1);

const inSeconds = (ms: number, decimals: number): string => {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(decimals)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
