/** An expression of Terraform's language, parsed. */
export type Expression =
  | { readonly kind: "literal"; readonly value: unknown }
  /** Text made of its parts. */
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  /** The first name of a reference, such as `local` or `aws_sqs_queue`, or the variable of a `for`. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression }
  /** `each` is evaluated for every element of `of`, which it refers to as `splat-item`. */
  | { readonly kind: "splat"; readonly of: Expression; readonly each: Expression }
  | { readonly kind: "splat-item" }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly arguments: readonly Expression[];
      /** Whether the last argument is a list that stands for several arguments: `f(list...)`. */
      readonly expand: boolean;
    }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | { readonly kind: "tuple"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly ObjectEntry[] }
  | ForExpression;

export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
}

/** `[for k, v in of : value if condition]` or, with `key`, `{for k, v in of : key => value... if condition}`. */
export interface ForExpression {
  readonly kind: "for";
  readonly keyName?: string;
  readonly valueName: string;
  readonly of: Expression;
  readonly key?: Expression;
  readonly value: Expression;
  /** Whether values of the same key are gathered in lists. */
  readonly group: boolean;
  readonly condition?: Expression;
}

/** The parts of an expression that are evaluated, in order; a walker needs no more. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "name":
    case "splat-item":
      return [];
    case "template":
      return expression.parts;
    case "attribute":
      return [expression.of];
    case "index":
      return [expression.of, expression.key];
    case "splat":
      return [expression.of, expression.each];
    case "call":
      return expression.arguments;
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case "tuple":
      return expression.items;
    case "object":
      return expression.entries.flatMap((entry) => [entry.key, entry.value]);
    case "for":
      return [expression.of, expression.key, expression.value, expression.condition].filter(
        (child) => child !== undefined,
      );
  }
}
