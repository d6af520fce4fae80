import { AwsError, UnsupportedError } from "../../../kernel/errors";
import type { HttpResponse } from "../../../kernel/service";
import type { Exchange } from "../public/exchange";
import { mediaTypeOf } from "../public/media-type";
import { compileTemplate, type Template } from "../public/template";
import type { IntegrationResponseDefinition, MethodParts } from "./definition";
import { type ParameterExpression, parameterExpression } from "./parameter-expression";
import { internalError, type Refusal, refuse } from "./refusal";

interface MockResponse {
  readonly status: number;
  readonly pattern: RegExp | undefined;
  readonly headers: readonly (readonly [string, ParameterExpression])[];
  readonly templates: ReadonlyMap<string, Template>;
}

const DEFAULT_TYPE = "application/json";

/** Answers without a backend, as CORS preflights are answered: a status from a template, headers from mappings. */
export class MockIntegration {
  private readonly requestTemplates: ReadonlyMap<string, Template>;
  private readonly passthrough: string;
  private readonly responses: readonly MockResponse[];

  /**
   * @throws AwsError BadRequestException when a mapped header or a status is not declared by a method response
   * @throws UnsupportedError for a template with directives
   */
  constructor(parts: MethodParts, stageVariables: Readonly<Record<string, string>>) {
    const { integration, integrationResponses } = parts;
    this.requestTemplates = templates(integration.requestTemplates, stageVariables);
    this.passthrough = integration.passthrough;
    this.responses = Object.values(integrationResponses).map((response) => {
      checkDeclared(parts, response);
      return {
        status: Number(response.statusCode),
        pattern:
          response.selectionPattern === undefined || response.selectionPattern === ""
            ? undefined
            : new RegExp(`^(?:${response.selectionPattern})$`),
        headers: Object.entries(response.parameters).map(([target, expression]) => [
          target.slice("method.response.header.".length).toLowerCase(),
          parameterExpression(expression, stageVariables),
        ]),
        templates: templates(response.templates, stageVariables),
      };
    });
  }

  answer(exchange: Exchange): HttpResponse | Refusal {
    const type = mediaTypeOf(exchange.header("content-type") ?? DEFAULT_TYPE);
    const template = this.requestTemplates.get(type);
    const untemplated =
      this.passthrough === "NEVER" ||
      (this.passthrough === "WHEN_NO_TEMPLATES" && this.requestTemplates.size > 0);
    if (template === undefined && untemplated)
      return refuse("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
    const status = mockStatus(template?.(exchange) ?? exchange.request.body.toString("utf8"));
    const response =
      this.responses.find(({ pattern }) => pattern?.test(String(status))) ??
      this.responses.find(({ pattern }) => pattern === undefined);
    if (status === undefined || response === undefined) return internalError(500);
    return write(exchange, response);
  }
}

function write(
  exchange: Exchange,
  { status, headers: mapped, templates: bodies }: MockResponse,
): HttpResponse {
  const accepted = mediaTypeOf(exchange.header("accept") ?? DEFAULT_TYPE);
  const [fallback] = bodies.keys();
  const type = bodies.has(accepted) ? accepted : (fallback ?? DEFAULT_TYPE);
  const headers: Record<string, string> = { "content-type": type };
  for (const [name, read] of mapped) {
    const value = read(exchange);
    if (value !== undefined) headers[name] = value;
  }
  return { status, headers, body: bodies.get(type)?.(exchange) ?? "" };
}

/** The integer in `{"statusCode": 200}`. */
function mockStatus(text: string): number | undefined {
  const status = /"?statusCode"?\s*:\s*"?(\d{3})\b/.exec(text)?.[1];
  return status === undefined ? undefined : Number(status);
}

function templates(
  definitions: Readonly<Record<string, string>>,
  stageVariables: Readonly<Record<string, string>>,
): ReadonlyMap<string, Template> {
  return new Map(
    Object.entries(definitions).map(([type, text]) => {
      if (/#(set|if|foreach|end|else)\b|\$input\b|\$util\b/.test(text)) {
        throw new UnsupportedError(
          `the local cloud fills in variables and runs no mapping template: "${text}" has a directive, $input or $util`,
        );
      }
      return [type.toLowerCase(), compileTemplate(text, { absent: "", stageVariables })];
    }),
  );
}

function checkDeclared(parts: MethodParts, { statusCode, parameters }: IntegrationResponseDefinition): void {
  const declared = parts.responses[statusCode];
  if (declared === undefined) {
    throw new AwsError(
      "NotFoundException",
      `Invalid Response status code specified: ${statusCode}: the method declares no response of this status`,
      404,
    );
  }
  const undeclared = Object.keys(parameters).filter((name) => !(name in declared.parameters));
  if (undeclared.length > 0) {
    throw new AwsError(
      "BadRequestException",
      `Invalid mapping expression parameter specified: ${undeclared.join(", ")}: the method's response ${statusCode} does not declare it`,
    );
  }
}
