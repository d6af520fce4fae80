import { UnsupportedError } from "../../../kernel/errors";
import { contextVariable } from "../public/context-variables";
import type { Exchange } from "../public/exchange";
import { requestParameter } from "../public/template";

/** Reads the value of a mapped header for one request; undefined leaves the header out. */
export type ParameterExpression = (exchange: Exchange) => string | undefined;

/**
 * Compiles what a response parameter is mapped from: a text in single quotes, `context.<name>`,
 * `stageVariables.<name>` or `method.request.<header|querystring|path>.<name>`.
 * @throws UnsupportedError for anything else
 */
export function parameterExpression(
  expression: string,
  stageVariables: Readonly<Record<string, string>>,
): ParameterExpression {
  const literal = /^'(.*)'$/s.exec(expression)?.[1];
  if (literal !== undefined) return () => literal;
  if (expression.startsWith("context.")) {
    const read = contextVariable(expression.slice("context.".length));
    return (exchange) => read(exchange)?.toString();
  }
  if (expression.startsWith("stageVariables.")) {
    return () => stageVariables[expression.slice("stageVariables.".length)];
  }
  if (/^method\.request\.(header|querystring|path)\./.test(expression)) {
    return (exchange) => requestParameter(exchange, expression);
  }
  throw new UnsupportedError(
    `"${expression}" is no parameter expression that the local cloud models; write 'a text' in single quotes, ` +
      "context.<name>, stageVariables.<name> or method.request.<header|querystring|path>.<name>",
  );
}
