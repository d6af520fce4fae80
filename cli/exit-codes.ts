/** Exit codes beyond 0 and 1, for scripts that tell one ending from another. */

/** Something that has to be installed is missing, or a registry cannot be reached. */
export const TOOL_MISSING = 3;

/** Drift was found. */
export const DRIFT = 2;

/** Changes wait for somebody to approve of them. */
export const NEEDS_APPROVAL = 4;

/** A guard stopped a plan. */
export const STOPPED_BY_GUARD = 5;

/** No reviewed plan bundle fits the checked out tree. */
export const NOTHING_REVIEWED = 6;
