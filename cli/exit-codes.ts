/** Exit codes beyond 0 and 1, for scripts that tell one ending from another. */

/** Something that has to be installed is missing, or a registry cannot be reached. */
export const TOOL_MISSING = 3;
