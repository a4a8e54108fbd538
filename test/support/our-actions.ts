/** Lists the project's Actions in the order in which they are bound, by their short names. */
export const OUR_ACTIONS = ['step-up', 'enroll', 'grant', 'domains'] as const;

export type OurAction = (typeof OUR_ACTIONS)[number];

/** Lists their names as deployed. */
export const OURS: readonly string[] = OUR_ACTIONS.map((name) => `express-configure-${name}`);
