/** The steps of a stack's life, in order. */
export const STEPS = ["init", "validate", "plan", "apply", "second plan", "unlock", "destroy"] as const;
export type Step = (typeof STEPS)[number];
