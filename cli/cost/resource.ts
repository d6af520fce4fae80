type Values = Readonly<Record<string, unknown>>;

/** Arguments of a resource or of a block in it, as synthesized JSON or as a state has them. */
export class Block {
  constructor(private readonly values: Values) {}

  /** An argument that is a text, else "". */
  text(argument: string): string {
    const value = this.values[argument];
    return typeof value === "string" ? value : "";
  }

  /** An argument that is a number; -1 and 0, by which the provider says "none", count as none. */
  number(argument: string): number | undefined {
    const value = this.values[argument];
    return typeof value === "number" && value > 0 ? value : undefined;
  }

  flag(argument: string): boolean {
    return this.values[argument] === true;
  }

  /** Blocks of a name. Synthesized JSON may hold a single one as an object, a state always has a list. */
  blocks(argument: string): readonly Block[] {
    const value = this.values[argument];
    return (Array.isArray(value) ? value : [value])
      .filter((block): block is Values => typeof block === "object" && block !== null)
      .map((block) => new Block(block));
  }

  /** The only block of a name; an empty one where there is none. */
  block(argument: string): Block {
    return this.blocks(argument)[0] ?? new Block({});
  }

  /** An argument that holds a policy, or undefined where it cannot be read before Terraform runs. */
  policy(argument: string): Block | undefined {
    try {
      const document: unknown = JSON.parse(this.text(argument));
      return typeof document === "object" && document !== null ? new Block(document as Values) : undefined;
    } catch {
      return undefined;
    }
  }

  /** A text or a list of texts, as policies have both. */
  texts(argument: string): readonly string[] {
    const value = this.values[argument];
    return (Array.isArray(value) ? value : [value]).filter(
      (text): text is string => typeof text === "string",
    );
  }
}

/** The argument that holds a resource's physical name, where it is not `name`. */
const NAME_OF_TYPE: Readonly<Record<string, string>> = {
  aws_cloudwatch_metric_alarm: "alarm_name",
  aws_lambda_function: "function_name",
  aws_xray_sampling_rule: "rule_name",
};

/** A resource of a stack: one that is synthesized, or one that is deployed. */
export class Resource extends Block {
  constructor(
    readonly stack: string,
    /** `aws_sqs_queue.checkout_queue_14B979AF` */
    readonly address: string,
    readonly type: string,
    values: Values,
  ) {
    super(values);
  }

  /** The physical name; the address where it has none, or none that is known before Terraform runs. */
  get name(): string {
    const name = this.text(NAME_OF_TYPE[this.type] ?? "name");
    return name === "" || name.startsWith("${") ? this.address : name;
  }
}
