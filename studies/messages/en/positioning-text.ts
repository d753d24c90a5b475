import { matchState, type MatchRecord } from '../../library/match-records.ts';

const short = { whole: 'whole body', box: 'box', structure: 'structure' } as const;

/** What a Spatial Registration object says of a match. Comment and description hold 64 characters. */
export const positioningText = {
  series: 'Positioning check, research use',
  label: 'POSITIONING',
  description: ({ signatures, ...record }: MatchRecord) => {
    const last = signatures.at(-1);
    if (last === undefined) return 'Scan to planning CT: not signed';
    const day = last.at.slice(0, 10);
    return `Scan to planning CT: ${matchState({ ...record, signatures })} ${day}`;
  },
  /** The state comes first: it must not be cut off. */
  comment: ({ params: { dof, region }, within, signatures }: MatchRecord) => {
    const last = signatures.at(-1);
    const fit = `${dof} DoF, ${short[region.kind]}, ${within === null ? 'not judged' : `${within.pass ? 'within' : 'OUTSIDE'} ${within.table}`}`;
    if (last === undefined) return `NOT SIGNED; ${fit}`;
    const state = `${last.meaning === 'approved' ? 'Approved' : 'REJECTED'} by `;
    const room = Math.max(8, 64 - state.length - 2 - fit.length);
    return `${state}${[...last.person].slice(0, room).join('')}; ${fit}`;
  },
} as const;
