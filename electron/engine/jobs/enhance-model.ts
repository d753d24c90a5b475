/** The model that `enhance` jobs run, by its folder and id. */
export const enhanceModel = 'mindi3d';
