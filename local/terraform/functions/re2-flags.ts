/** Settings that hold until the end of a group. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

export const NO_FLAGS: Flags = { ignoreCase: false, multiline: false, dotAll: false, ungreedy: false };

const NAMES = { i: "ignoreCase", m: "multiline", s: "dotAll", U: "ungreedy" } as const;

/** The flags that letters such as `im` stand for, each with the same value. */
export function flagsOf(letters: string, value: boolean): Partial<Flags> {
  return Object.fromEntries(
    Object.entries(NAMES)
      .filter(([letter]) => letters.includes(letter))
      .map(([, name]) => [name, value]),
  );
}
