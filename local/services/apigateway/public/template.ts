import { contextVariable } from "./context-variables";
import type { Exchange } from "./exchange";

/** A text with its variables filled in for one request. */
export type Template = (exchange: Exchange) => string;

export interface TemplateOptions {
  /** What stands for a variable without a value: `-` in access logs, nothing elsewhere. */
  readonly absent: string;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** Claims may have a colon or a hyphen in their names, other variables only letters, digits and dots. */
const VARIABLE =
  /\$(?:context\.(authorizer\.claims\.[\w:.-]*\w|\w+(?:\.\w+)*)|stageVariables\.(\w+)|(method\.request\.(?:header|querystring|path)\.[\w-]+))/g;

/**
 * Compiles a text with `$context`, `$stageVariables` and `$method.request` variables. Values are escaped as in a
 * JSON text when the template is one, so that a quote in a value does not break it.
 * @throws UnsupportedError for an unknown `$context` variable
 */
export function compileTemplate(text: string, options: TemplateOptions): Template {
  const isJson = /^\s*[{[]/.test(text);
  const parts: (string | ((exchange: Exchange) => string))[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const read = variable(match, options);
    // This one is a JSON text already, quotes included.
    const quoted = match[1] === "error.messageString";
    parts.push((exchange) => {
      const value = read(exchange);
      if (value === undefined) return options.absent;
      return isJson && !quoted ? JSON.stringify(String(value)).slice(1, -1) : String(value);
    });
  }
  parts.push(text.slice(end));
  return (exchange) => {
    let filled = "";
    for (const part of parts) filled += typeof part === "string" ? part : part(exchange);
    return filled;
  };
}

function variable(
  match: RegExpMatchArray,
  { stageVariables }: TemplateOptions,
): (exchange: Exchange) => string | number | undefined {
  const [, context, stageVariable, parameter] = match;
  if (context !== undefined) return contextVariable(context);
  if (stageVariable !== undefined) return () => stageVariables[stageVariable];
  return (exchange) => requestParameter(exchange, parameter ?? "");
}

/** Reads `method.request.<header|querystring|path>.<name>`. */
export function requestParameter(exchange: Exchange, expression: string): string | undefined {
  const [, , place, ...rest] = expression.split(".");
  const name = rest.join(".");
  if (place === "header") return exchange.header(name.toLowerCase());
  if (place === "querystring") return exchange.query.get(name)?.at(-1);
  return exchange.parameters?.[name];
}
