import { validationError } from "../errors";
import type { AttributeValue } from "../values/attribute-value";
import { readValue } from "../values/read-value";
import type { WordReader } from "./word-reader";

/** The literals of a statement and the parameters that its `?` stand for, each under a placeholder. */
export class StatementValues {
  readonly byPlaceholder: Record<string, AttributeValue> = {};
  private count = 0;
  private parametersTaken = 0;

  /** @param parameters - attribute values as the request gives them, in the order of the `?` */
  constructor(private readonly parameters: readonly unknown[]) {}

  /**
   * Takes the next words if they are a literal or a `?`.
   * @returns the placeholder of the value
   * @throws AwsError `ValidationException` for a wrong number or parameter
   */
  take(words: WordReader): string | undefined {
    const value = this.literal(words);
    if (value === undefined) return undefined;
    const placeholder = `:${this.count++}`;
    this.byPlaceholder[placeholder] = value;
    return placeholder;
  }

  /** @throws AwsError `ValidationException` when parameters are left over */
  checkAllTaken(): void {
    if (this.parametersTaken !== this.parameters.length) throw wrongCount();
  }

  private literal(words: WordReader): AttributeValue | undefined {
    if (words.takeSymbol("?")) return this.parameter();
    if (words.peek().kind === "text") return { S: words.next().text };
    if (words.peek().kind === "number") return readValue({ N: words.next().text });
    if (words.isSymbol("-") && words.peek(1).kind === "number") {
      return readValue({ N: words.next().text + words.next().text });
    }
    if (words.takeKeyword("TRUE")) return { BOOL: true };
    if (words.takeKeyword("FALSE")) return { BOOL: false };
    return words.takeKeyword("NULL") ? { NULL: true } : undefined;
  }

  private parameter(): AttributeValue {
    if (this.parametersTaken >= this.parameters.length) throw wrongCount();
    return readValue(this.parameters[this.parametersTaken++]);
  }
}

function wrongCount() {
  return validationError("Number of parameters in request and statement don't match.");
}
