/** What a therapist looks at before approving, in the order of the looking. */
export const checkItems = ['patient', 'body', 'bone', 'target', 'isocentre', 'change'] as const;
export type CheckItem = (typeof checkItems)[number];
