import { type Arguments, isExpression } from "./arguments";
import { namesIn, physicalName } from "./names";
import type { Place, RuleSettings } from "./rule";

type Blocks = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

/** A stack as Terraform JSON. */
export interface StackJson {
  readonly provider?: Readonly<Record<string, readonly Arguments[]>>;
  readonly data?: Blocks;
  readonly resource?: Blocks;
  readonly output?: Readonly<Record<string, Arguments>>;
}

/** Metadata of the constructs of a stack, by path and key. */
export type ConstructMetadata = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** A resource as Terraform will read it. */
export interface Resource extends Place {
  /** Where it is written; its references hold there. */
  readonly stack: StackView;
  readonly type: string;
  readonly id: string;
  readonly args: Arguments;
  /** What the construct says of itself beyond its arguments. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A reference to a resource or a data source, or to one of several by `count` or `for_each`: `aws_x.y[0].arn`. */
const REFERENCE = /^\$\{(data\.)?([a-z0-9]+_\w+)\.([\w-]+)(?:\[[^\]]*\]|\.\*)?\.([\w.[\]"*-]+)\}/;

/** How CDKTF names the state of another stack. */
const REMOTE_STATE = /^cross-stack-reference-input-(.+)$/;

/** One synthesized stack, with its neighbours of the same environment in sight. */
export class StackView {
  private readonly byType = new Map<string, ReadonlyMap<string, Resource>>();

  constructor(
    readonly name: string,
    readonly json: StackJson,
    readonly settings: RuleSettings,
    metadata: ConstructMetadata = new Map(),
    private readonly neighbours: () => readonly StackView[] = () => [],
  ) {
    for (const [type, byId] of Object.entries(json.resource ?? {})) {
      const resources = Object.entries(byId).map(([id, args]): [string, Resource] => {
        const path = pathOf(args) ?? name;
        const address = `${type}.${id}`;
        return [id, { stack: this, type, id, address, path, args, metadata: metadata.get(path) ?? {} }];
      });
      this.byType.set(type, new Map(resources));
    }
  }

  /** The resources of these types in this stack. */
  all(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => [...(this.byType.get(type)?.values() ?? [])]);
  }

  /** The resources of these types in every stack of the environment. */
  everywhere(...types: readonly string[]): readonly Resource[] {
    return [this, ...this.neighbours()].flatMap((stack) => stack.all(...types));
  }

  /**
   * The resource that a value means: by reference, into other stacks as well, or by name, ARN or URL within the
   * environment. Nothing where only Terraform knows.
   */
  find(type: string, value: unknown): Resource | undefined {
    if (typeof value !== "string") return undefined;
    const reference = REFERENCE.exec(value);
    if (reference === null) {
      const names = namesIn(type, value);
      return this.everywhere(type).find(({ args }) => names.includes(physicalName(args) ?? ""));
    }
    const [, data, ofType = "", id = "", attribute = ""] = reference;
    if (data === undefined) return ofType === type ? this.byType.get(type)?.get(id) : undefined;
    const [owner, output] = this.remoteOutput(ofType, id, attribute) ?? [];
    return owner?.find(type, output);
  }

  /** The function that a value means, through an alias as well. */
  findFunction(value: unknown): Resource | undefined {
    // Aliases share their names, so that only a reference tells which function one belongs to.
    const alias = isExpression(value) ? this.find("aws_lambda_alias", value) : undefined;
    return alias === undefined
      ? this.find("aws_lambda_function", value)
      : alias.stack.find("aws_lambda_function", alias.args["function_name"]);
  }

  /** The arguments of the data source that a value refers to. */
  findData(type: string, value: unknown): Arguments | undefined {
    const [, data, ofType, id = ""] = (typeof value === "string" && REFERENCE.exec(value)) || [];
    return data !== undefined && ofType === type ? this.json.data?.[type]?.[id] : undefined;
  }

  /** A value with references into other stacks replaced by what they output. */
  follow(value: unknown): unknown {
    const [, data, type = "", id = "", attribute = ""] =
      (typeof value === "string" && REFERENCE.exec(value)) || [];
    if (data === undefined) return value;
    const [owner, output] = this.remoteOutput(type, id, attribute) ?? [];
    return owner === undefined ? value : owner.follow(output);
  }

  /** Whether only Terraform knows which resource of this type a value means: `each.value`, say. */
  isOpen(type: string, value: unknown): boolean {
    return isExpression(value) && !REFERENCE.test(String(value)) && namesIn(type, String(value)).length === 0;
  }

  /** Whether a value means a resource, or may. */
  mayMean(value: unknown, resource: Resource): boolean {
    return this.find(resource.type, value) === resource || this.isOpen(resource.type, value);
  }

  private remoteOutput(
    type: string,
    id: string,
    attribute: string,
  ): readonly [StackView, unknown] | undefined {
    if (type !== "terraform_remote_state" || !attribute.startsWith("outputs.")) return undefined;
    const owner = this.neighbours().find(({ name }) => name === REMOTE_STATE.exec(id)?.[1]);
    return owner && [owner, owner.json.output?.[attribute.slice("outputs.".length)]?.["value"]];
  }
}

/** The resources of a type, in any stack, of which an argument means this one, or may. */
export function attachedTo(resource: Resource, type: string, argument: string): readonly Resource[] {
  return resource.stack.everywhere(type).filter(({ stack, args }) => stack.mayMean(args[argument], resource));
}

/** Resources in an order that is the same whichever stack of the environment asks. */
export function inOneOrder(resources: readonly Resource[]): readonly Resource[] {
  const key = ({ stack, address }: Resource) => `${stack.name}/${address}`;
  return [...resources].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function pathOf(args: Arguments): string | undefined {
  const { metadata } = (args["//"] ?? {}) as { metadata?: { path?: string } };
  return metadata?.path;
}
