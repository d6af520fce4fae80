import AjvDraft4, { type ValidateFunction } from "ajv-draft-04";
import { AwsError } from "../../../kernel/errors";
import type { Exchange } from "../public/exchange";
import { mediaTypeOf } from "../public/media-type";
import type { MethodDefinition, ModelDefinition, RestDefinition } from "./definition";
import { type Refusal, refuse } from "./refusal";
import { validationText } from "./validation-text";

/** Under which address models refer to each other. */
const MODEL_URL = "https://apigateway.amazonaws.com/restapis";

const INVALID_BODY = "Invalid request body";

/** The models of one API, compiled when a method first uses them. */
export class Models {
  private readonly ajv = new AjvDraft4({
    allErrors: true,
    strict: false,
    verbose: true,
    validateFormats: false,
  });

  /** @throws AwsError BadRequestException for a schema that is none */
  constructor(
    private readonly apiId: string,
    private readonly models: RestDefinition["models"],
  ) {
    for (const model of models.values()) this.add(model);
  }

  /**
   * Checks the bodies of a method's requests.
   * @throws AwsError BadRequestException when a model does not exist or cannot be compiled
   */
  validator(requestModels: MethodDefinition["requestModels"]): (exchange: Exchange) => Refusal | undefined {
    const byType = new Map(
      Object.entries(requestModels).map(([type, name]) => [type.toLowerCase(), this.compiled(name)]),
    );
    return (exchange) => {
      const type = mediaTypeOf(exchange.header("content-type") ?? "application/json");
      const validate = byType.get(type) ?? byType.get("$default");
      return validate && bodyRefusal(validate, exchange);
    };
  }

  private add({ name, schema }: ModelDefinition): void {
    const { id: _id, ...rest } = schema;
    try {
      this.ajv.addSchema(rest, `${MODEL_URL}/${this.apiId}/models/${name}`);
    } catch (error) {
      throw invalidModel(name, error);
    }
  }

  private compiled(name: string): ValidateFunction | undefined {
    // The two models that every API has from the start.
    if (name === "Empty" || name === "Error") return undefined;
    if (!this.models.has(name)) {
      throw new AwsError("BadRequestException", `Invalid model identifier specified: ${name}`);
    }
    try {
      return this.ajv.getSchema(`${MODEL_URL}/${this.apiId}/models/${name}`);
    } catch (error) {
      throw invalidModel(name, error);
    }
  }
}

function invalidModel(name: string, error: unknown): AwsError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AwsError(
    "BadRequestException",
    `Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified: ${name}: ${reason}]`,
  );
}

function bodyRefusal(validate: ValidateFunction, { request }: Exchange): Refusal | undefined {
  let body: unknown;
  try {
    // A request without a body counts as an empty object.
    body = request.body.length === 0 ? {} : JSON.parse(request.body.toString("utf8"));
  } catch {
    return refuse("BAD_REQUEST_BODY", INVALID_BODY, {
      validation: "[Unknown error parsing request body]",
    });
  }
  if (validate(body)) return undefined;
  return refuse("BAD_REQUEST_BODY", INVALID_BODY, { validation: validationText(validate.errors ?? []) });
}
