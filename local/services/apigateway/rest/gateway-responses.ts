import type { HttpResponse } from "../../../kernel/service";
import type { Exchange } from "../public/exchange";
import { compileTemplate, type Template } from "../public/template";
import type { GatewayResponseDefinition, RestDefinition } from "./definition";
import { type ParameterExpression, parameterExpression } from "./parameter-expression";
import type { Refusal } from "./refusal";

interface GatewayResponse {
  readonly statusCode: number | undefined;
  readonly headers: readonly (readonly [string, ParameterExpression])[];
  readonly templates: readonly (readonly [string, Template])[];
}

/** What AWS answers in its own words whatever an API defines. Source: the important notes for REST APIs. */
const UNCHANGEABLE: readonly string[] = ["REQUEST_TOO_LARGE"];

/** Turns refusals into answers, by the API's gateway responses or else AWS's default ones. */
export class GatewayResponses {
  private readonly custom = new Map<string, GatewayResponse>();

  /** @throws UnsupportedError for an unknown variable in a template */
  constructor(
    definitions: RestDefinition["gatewayResponses"],
    private readonly stageVariables: Readonly<Record<string, string>>,
  ) {
    for (const [type, definition] of definitions) this.custom.set(type, this.compile(definition));
  }

  answer(exchange: Exchange, refusal: Refusal): HttpResponse {
    const { type, message, validation, member = "message" } = refusal;
    exchange.error = { message, responseType: type, ...(validation === undefined ? {} : { validation }) };
    const custom = UNCHANGEABLE.includes(type)
      ? undefined
      : (this.custom.get(type) ?? this.custom.get(refusal.status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX"));
    const headers: Record<string, string> = { "x-amzn-errortype": refusal.error };
    const template = custom === undefined ? undefined : chooseTemplate(custom, exchange);
    headers["content-type"] = template?.[0] ?? "application/json";
    for (const [name, read] of custom?.headers ?? []) {
      const value = read(exchange);
      if (value !== undefined) headers[name] = value;
    }
    return {
      status: custom?.statusCode ?? refusal.status,
      headers,
      body: template === undefined ? JSON.stringify({ [member]: message }) : template[1](exchange),
    };
  }

  private compile(definition: GatewayResponseDefinition): GatewayResponse {
    const options = { absent: "", stageVariables: this.stageVariables };
    return {
      statusCode: definition.statusCode,
      headers: Object.entries(definition.parameters).map(([target, expression]) => [
        target.slice("gatewayresponse.header.".length).toLowerCase(),
        parameterExpression(expression, this.stageVariables),
      ]),
      templates: Object.entries(definition.templates).map(([mediaType, text]) => [
        mediaType,
        compileTemplate(text, options),
      ]),
    };
  }
}

/** The template for the first media type that the caller accepts, else the first there is. */
function chooseTemplate({ templates }: GatewayResponse, exchange: Exchange) {
  if (templates.length < 2) return templates[0];
  const accepted = (exchange.header("accept") ?? "").split(",").map((type) => type.split(";")[0]?.trim());
  return templates.find(([mediaType]) => accepted.includes(mediaType)) ?? templates[0];
}
