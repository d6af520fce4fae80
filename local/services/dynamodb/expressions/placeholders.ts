import type { AttributeValue } from "../values/attribute-value";
import type { DocumentPath } from "./bound";
import type { PathStep } from "./syntax";
import { ExpressionError } from "./token-cursor";

/** The names and values that a request gives for its placeholders, and which of them were used. */
export class Placeholders {
  private readonly usedNames = new Set<string>();
  private readonly usedValues = new Set<string>();

  constructor(
    private readonly names: Readonly<Record<string, string>>,
    private readonly values: Readonly<Record<string, AttributeValue>>,
  ) {}

  /** @throws ExpressionError when a placeholder is not defined */
  path(steps: readonly PathStep[]): DocumentPath {
    return steps.map((step) => {
      if ("name" in step) return step.name;
      return "index" in step ? step.index : this.attributeName(step.placeholder);
    });
  }

  /** @throws ExpressionError when the placeholder is not defined */
  value(placeholder: string): AttributeValue {
    const value = Object.hasOwn(this.values, placeholder) ? this.values[placeholder] : undefined;
    if (value === undefined) {
      throw new ExpressionError(
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
    }
    this.usedValues.add(placeholder);
    return value;
  }

  /** Placeholders that no expression used. */
  unused(): { readonly names: readonly string[]; readonly values: readonly string[] } {
    return {
      names: Object.keys(this.names).filter((name) => !this.usedNames.has(name)),
      values: Object.keys(this.values).filter((name) => !this.usedValues.has(name)),
    };
  }

  private attributeName(placeholder: string): string {
    const name = Object.hasOwn(this.names, placeholder) ? this.names[placeholder] : undefined;
    if (name === undefined) {
      throw new ExpressionError(
        `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
    }
    this.usedNames.add(placeholder);
    return name;
  }
}
