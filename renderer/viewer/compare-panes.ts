import type { BadgeTone } from './badge.ts';
import type { ColourBar } from './colour-bar.ts';
import { differenceTable, greyTable } from './colour.ts';
import type { PaneLayer } from './pane-layer.ts';
import { subtractSlices, type Slice } from './slice.ts';
import type { Veil } from './veil.ts';
import type { WindowLevel } from './window-level.ts';

export type CompareMode = 'side' | 'wipe' | 'difference';

export interface ComparePane {
  readonly id: 'input' | 'output' | 'wipe' | 'difference';
  readonly title: string;
  readonly layers: readonly PaneLayer[];
  readonly badge: string;
  readonly badgeTone: BadgeTone;
  readonly colourBar: ColourBar | null;
  readonly divider: number | null;
}

interface Comparison {
  readonly mode: CompareMode;
  readonly swapped: boolean;
  /** While true every picture of the model's output shows its input instead, and says so. */
  readonly uncorrected: boolean;
  readonly window: WindowLevel;
  readonly divider: number;
  /** Half the width of the difference scale, in the volumes' unit. */
  readonly range: number;
  readonly slices: { input: Slice | null; against: Slice | null; output: Slice | null };
  readonly names: Record<
    'input' | 'against' | 'output' | 'uncorrected' | 'difference' | 'bar' | 'acquired',
    string
  >;
  readonly badge: string;
  /** A map over the model's output, and what its colours mean. */
  readonly veil?: Veil | null;
  readonly legend?: ColourBar | null;
}

/** The pictures of a comparison, left to right. */
export function comparePanes(view: Comparison): ComparePane[] {
  const { slices, names, window, uncorrected } = view;
  const grey = (slice: Slice | null): PaneLayer => ({
    slice,
    window,
    table: greyTable,
    from: 0,
    to: 1,
  });
  const plain = { colourBar: null, divider: null } as const;
  const veil = uncorrected ? null : (view.veil ?? null);
  const legend = uncorrected ? null : (view.legend ?? null);
  const before: ComparePane = {
    id: 'input',
    title: names.against,
    layers: [grey(slices.against)],
    badge: names.acquired,
    badgeTone: 'plain',
    ...plain,
  };
  const after: ComparePane = {
    id: 'output',
    title: uncorrected ? names.uncorrected : names.output,
    layers: [{ ...grey(uncorrected ? slices.input : slices.output), veil }],
    badge: uncorrected ? names.uncorrected : view.badge,
    badgeTone: uncorrected ? 'plain' : 'model',
    colourBar: legend,
    divider: null,
  };
  const order = (panes: ComparePane[]) => (view.swapped ? panes.reverse() : panes);
  if (view.mode === 'side') return order([before, after]);
  if (view.mode === 'difference') return order([after, differencePane(view)]);
  if (uncorrected) return [{ ...after, id: 'wipe' }];
  const [left, right] = view.swapped ? [after, before] : [before, after];
  const of = (pane: ComparePane) => pane.layers[0]!;
  return [
    {
      id: 'wipe',
      title: `${left.title} | ${right.title}`,
      layers: [
        { ...of(left), to: view.divider },
        { ...of(right), from: view.divider },
      ],
      badge: view.badge,
      badgeTone: 'model',
      colourBar: legend,
      divider: view.divider,
    },
  ];
}

function differencePane(view: Comparison): ComparePane {
  const { range, names, slices } = view;
  return {
    id: 'difference',
    title: names.difference,
    layers: [
      {
        slice: subtractSlices(slices.output, slices.against),
        // Centre a half and one wider, so that the LINEAR window puts zero in the very middle.
        window: { centre: 0.5, width: 2 * range + 1 },
        table: differenceTable,
        from: 0,
        to: 1,
      },
    ],
    badge: view.badge,
    badgeTone: 'model',
    colourBar: { table: differenceTable, low: -range, high: range, title: names.bar },
    divider: null,
  };
}
