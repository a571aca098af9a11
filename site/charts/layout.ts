/** @file Positions of the parts of a chart row, in CSS pixels from the edges of the plot. */

export interface Column {
  anchor: 'start' | 'end';
  dx: number;
  dy: number;
  size: number;
  soft: boolean;
  strong: boolean;
  /** Maximum text width in ems; null for numbers, which are never truncated. */
  characters: number | null;
}

export interface Layout {
  top: number;
  axisDy: number;
  left: number;
  right: number;
  rowHeight: number;
  markDy: number;
  name: Column;
  detail: Column;
  settings: Column;
  ratio: Column;
  value: Column;
}

/** Layout for wide screens. `settings` adds a second line below the name for settings that differ from the panel's. */
export function wideLayout(settings: boolean): Layout {
  const left = 432;
  const right = 212;
  const dy = settings ? -8 : 0;
  return {
    top: 44,
    axisDy: -10,
    left,
    right,
    rowHeight: settings ? 44 : 30,
    markDy: 0,
    name: { anchor: 'start', dx: -left, dy, size: 14, soft: false, strong: true, characters: 12.5 },
    detail: { anchor: 'start', dx: -left + 216, dy, size: 13, soft: true, strong: false, characters: 14.5 },
    settings: { anchor: 'start', dx: -left, dy: 9, size: 12, soft: true, strong: false, characters: 29 },
    ratio: { anchor: 'end', dx: 72, dy: 0, size: 14, soft: false, strong: true, characters: null },
    value: { anchor: 'end', dx: right, dy: 0, size: 14, soft: false, strong: false, characters: null },
  };
}

/** Layout for narrow screens: the label is above its line. */
export function narrowLayout(width: number): Layout {
  const characters = (width - 203) / 15;
  return {
    top: 56,
    axisDy: -22,
    left: 16,
    right: 18,
    rowHeight: 60,
    markDy: 18,
    name: { anchor: 'start', dx: -16, dy: -18, size: 14, soft: false, strong: true, characters },
    detail: { anchor: 'start', dx: -16, dy: -1, size: 12, soft: true, strong: false, characters: width / 12 },
    settings: { anchor: 'start', dx: -16, dy: -1, size: 12, soft: true, strong: false, characters: null },
    ratio: { anchor: 'end', dx: -112, dy: -18, size: 14, soft: false, strong: true, characters: null },
    value: { anchor: 'end', dx: 18, dy: -18, size: 14, soft: false, strong: false, characters: null },
  };
}
