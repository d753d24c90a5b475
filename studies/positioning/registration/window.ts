/** HU outside are taken for the nearer end, so that what does not matter does not steer the match. */
export type HuWindow = readonly [lowHu: number, highHu: number];

/**
 * What a match looks at. 'all': skin, lung, soft tissue and bone, with metal held down; 'bone': only
 * what is denser than contrast-free soft tissue; 'soft': fat, muscle and organs, bone held down.
 */
export type WindowName = 'all' | 'bone' | 'soft';

export const windows: Readonly<Record<WindowName, HuWindow>> = {
  all: [-1000, 1000],
  bone: [100, 1200],
  soft: [-200, 250],
};
