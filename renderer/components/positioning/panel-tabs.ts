/** In the order of the work. */
export const panelTabs = ['match', 'result', 'check', 'sign', 'trend', 'pending'] as const;
export type PanelTab = (typeof panelTabs)[number];
