import type { AttributeValue } from "../values/attribute-value";
import type { Comparator } from "./syntax";

/** A document path with its placeholders resolved: attribute names and list indexes. */
export type DocumentPath = readonly (string | number)[];

/** An operand of a condition with its placeholders resolved. */
export type BoundOperand =
  | { readonly kind: "path"; readonly path: DocumentPath }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "size"; readonly operand: BoundOperand };

/** A condition with its placeholders resolved and its operands checked. */
export type BoundCondition =
  | { readonly kind: "and"; readonly left: BoundCondition; readonly right: BoundCondition }
  | { readonly kind: "or"; readonly left: BoundCondition; readonly right: BoundCondition }
  | { readonly kind: "not"; readonly condition: BoundCondition }
  | {
      readonly kind: "comparison";
      readonly comparator: Comparator;
      readonly left: BoundOperand;
      readonly right: BoundOperand;
    }
  | {
      readonly kind: "between";
      readonly operand: BoundOperand;
      readonly low: BoundOperand;
      readonly high: BoundOperand;
    }
  | { readonly kind: "in"; readonly operand: BoundOperand; readonly list: readonly BoundOperand[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly BoundOperand[] };

/** An operand of an update with its placeholders resolved. */
export type BoundSetOperand =
  | { readonly kind: "path"; readonly path: DocumentPath }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "if_not_exists"; readonly path: DocumentPath; readonly otherwise: BoundSetOperand }
  | { readonly kind: "list_append"; readonly first: BoundSetOperand; readonly second: BoundSetOperand };

/** The value of a SET action with its placeholders resolved. */
export type BoundSetValue =
  | BoundSetOperand
  | {
      readonly kind: "sum";
      readonly operator: "+" | "-";
      readonly left: BoundSetOperand;
      readonly right: BoundSetOperand;
    };

/** An update action with its placeholders resolved and its operands checked. */
export type BoundAction =
  | { readonly kind: "SET"; readonly path: DocumentPath; readonly value: BoundSetValue }
  | { readonly kind: "REMOVE"; readonly path: DocumentPath }
  | { readonly kind: "ADD" | "DELETE"; readonly path: DocumentPath; readonly value: AttributeValue };
