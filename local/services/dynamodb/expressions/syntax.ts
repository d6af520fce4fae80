/** A step of a document path as it is written: a name, a `#placeholder` or a list index. */
export type PathStep =
  | { readonly name: string }
  | { readonly placeholder: string }
  | { readonly index: number };

/** What an operator or function works on. */
export type Operand =
  | { readonly kind: "path"; readonly steps: readonly PathStep[] }
  /** `:placeholder`, with the colon. */
  | { readonly kind: "value"; readonly placeholder: string }
  | Call;

/** A function with its arguments. */
export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Operand[];
}

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** A condition, filter or key condition. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly condition: Condition }
  | {
      readonly kind: "comparison";
      readonly comparator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: "between"; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: "in"; readonly operand: Operand; readonly list: readonly Operand[] }
  | Call;

/** The value of a SET action. */
export type SetValue =
  | { readonly kind: "operand"; readonly operand: Operand }
  | { readonly kind: "sum"; readonly operator: "+" | "-"; readonly left: Operand; readonly right: Operand };

/** One action of an update expression, in the order in which it is written. */
export type UpdateAction =
  | { readonly kind: "SET"; readonly path: readonly PathStep[]; readonly value: SetValue }
  | { readonly kind: "REMOVE"; readonly path: readonly PathStep[] }
  | { readonly kind: "ADD" | "DELETE"; readonly path: readonly PathStep[]; readonly placeholder: string };

/** An update expression. */
export interface Update {
  readonly actions: readonly UpdateAction[];
  /** The section that stands twice, if one does. */
  readonly repeatedSection?: string;
}

/** A projection expression. */
export type Projection = readonly (readonly PathStep[])[];
