import type { Place, RuleSettings } from "./rule";

/** Arguments of a block of Terraform JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A stack as Terraform JSON. */
export interface StackJson {
  readonly provider?: Readonly<Record<string, readonly Arguments[]>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
}

/** Metadata of the constructs of a stack, by path and key. */
export type ConstructMetadata = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** A resource as Terraform will read it. */
export interface Resource extends Place {
  readonly type: string;
  readonly id: string;
  readonly args: Arguments;
  /** What the construct says of itself beyond its arguments. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

const REFERENCE = /^\$\{(?:data\.)?(\w+)\.([\w-]+)\.\w+\}/;

/** Arguments that hold a resource's physical name. */
const NAMES = ["name", "function_name", "bucket"];

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
        return [id, { type, id, address: `${type}.${id}`, path, args, metadata: metadata.get(path) ?? {} }];
      });
      this.byType.set(type, new Map(resources));
    }
  }

  /** The resources of these types in this stack. */
  all(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => [...(this.byType.get(type)?.values() ?? [])]);
  }

  /** The resources of these types in every stack of the environment. */
  everywhere(
    ...types: readonly string[]
  ): readonly { readonly stack: StackView; readonly resource: Resource }[] {
    return [this, ...this.neighbours()].flatMap((stack) =>
      stack.all(...types).map((resource) => ({ stack, resource })),
    );
  }

  /**
   * The resource that a value means: by reference within the stack, or by name, ARN or URL within the
   * environment. Nothing for what other stacks hand over, which is known only when they were applied.
   */
  find(type: string, value: unknown): Resource | undefined {
    if (typeof value !== "string") return undefined;
    const reference = REFERENCE.exec(value);
    if (reference !== null) {
      return reference[1] === type ? this.byType.get(type)?.get(reference[2] ?? "") : undefined;
    }
    if (value.includes("${")) return undefined;
    const parts = value.split(/[:/]/);
    return this.everywhere(type).find(({ resource }) => {
      const name = physicalName(resource);
      return name !== undefined && parts.includes(name);
    })?.resource;
  }

  /** The function that a value means, through an alias as well. */
  findFunction(value: unknown): Resource | undefined {
    const alias = this.find("aws_lambda_alias", value);
    return this.find("aws_lambda_function", alias === undefined ? value : alias.args["function_name"]);
  }

  /** The arguments of the data source that a value refers to. */
  findData(type: string, value: unknown): Arguments | undefined {
    const reference = typeof value === "string" ? REFERENCE.exec(value) : null;
    return reference?.[1] === type ? this.json.data?.[type]?.[reference[2] ?? ""] : undefined;
  }
}

/** The name that AWS will show, where it is known before Terraform runs. */
export function physicalName({ args }: Resource): string | undefined {
  for (const argument of NAMES) {
    const value = args[argument];
    if (typeof value === "string" && !value.includes("${")) return value;
  }
  return undefined;
}

/** A nested block: an object, or the first of a list. */
export function block(args: Arguments, name: string): Arguments | undefined {
  const value = args[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "object" && first !== null ? (first as Arguments) : undefined;
}

/** Nested blocks of which there may be many. */
export function blocks(args: Arguments, name: string): readonly Arguments[] {
  const value = args[name];
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as readonly Arguments[];
}

/** A number that may be written as text, or AWS's default where there is none; nothing for a reference. */
export function numberOr(value: unknown, whenAbsent: number): number | undefined {
  if (value === undefined || value === null) return whenAbsent;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Whether a value is a reference or an expression, so that only Terraform knows it. */
export function isExpression(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

/** A list, or what would be its only element. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function pathOf(args: Arguments): string | undefined {
  const { metadata } = (args["//"] ?? {}) as { metadata?: { path?: string } };
  return metadata?.path;
}
