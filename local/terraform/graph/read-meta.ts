import { ExpressionError } from "../expressions/expression-error";
import { parseExpression, parseTemplate } from "../expressions/parser";
import type { Expression } from "../expressions/syntax";
import { isObject } from "../expressions/values";
import type { Body } from "../stacks";
import { parseConfiguration } from "./configuration";
import { type MetaArguments, NO_META } from "./graph-node";

/** A resource's body, taken apart. */
export interface MetaReading {
  readonly meta: MetaArguments;
  /** The arguments for the resource itself. */
  readonly rest: Body;
  readonly problems: readonly string[];
}

/** Separates the arguments that Terraform itself understands from those of the resource. */
export function readMeta(body: Body): MetaReading {
  const {
    "//": _comment,
    count,
    for_each: forEach,
    depends_on: dependsOn,
    provider,
    lifecycle,
    timeouts: _patience,
    ...rest
  } = body;
  const problems: string[] = [];
  const attempt = <T>(what: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push(`${what}: ${error.message}`);
      return undefined;
    }
  };
  if (count != null && forEach != null) problems.push("has both count and for_each; choose one");
  const counted = count == null ? undefined : attempt("count", () => parseConfiguration(count));
  const each = forEach == null ? undefined : attempt("for_each", () => parseConfiguration(forEach));
  const meta: MetaArguments = {
    ...NO_META,
    ...(counted === undefined ? {} : { count: counted }),
    ...(each === undefined ? {} : { forEach: each }),
    ...(typeof provider === "string" ? { provider: provider.replace(/^\$\{|\}$/g, "") } : {}),
    dependsOn: attempt("depends_on", () => references(dependsOn)) ?? [],
    ...(attempt("lifecycle", () => readLifecycle(lifecycle, problems)) ?? {}),
  };
  return { meta, rest, problems };
}

function readLifecycle(lifecycle: unknown, problems: string[]): Partial<MetaArguments> {
  const body = [lifecycle].flat()[0] ?? {};
  if (!isObject(body)) throw new ExpressionError("must be one block");
  const {
    create_before_destroy: createBeforeDestroy,
    prevent_destroy: preventDestroy,
    ignore_changes: ignoreChanges,
    replace_triggered_by: replaceTriggeredBy,
    ...unknown
  } = body;
  for (const name of Object.keys(unknown)) {
    problems.push(`the local cloud does not model lifecycle.${name}`);
  }
  const ignored = ignoreChanges === "all" ? "all" : [ignoreChanges ?? []].flat().map(String);
  if (ignored !== "all") {
    for (const path of ignored.filter((name) => !/^\w+$/.test(name))) {
      problems.push(
        `the local cloud does not model lifecycle.ignore_changes of a part, as in "${path}"; ` +
          "name the whole argument",
      );
    }
  }
  return {
    createBeforeDestroy: createBeforeDestroy === true,
    preventDestroy: preventDestroy === true,
    ignoreChanges: ignored,
    replaceTriggeredBy: references(replaceTriggeredBy),
  };
}

/** Lists of references stand bare in some places and in `${…}` in others. */
function references(list: unknown): Expression[] {
  return [list ?? []].flat().map((text) => {
    const source = String(text);
    return source.startsWith("${") ? parseTemplate(source) : parseExpression(source);
  });
}
