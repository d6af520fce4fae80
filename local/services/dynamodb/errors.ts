import { AwsError } from "../../kernel/errors";

const INVALID = "One or more parameter values were invalid";

/** What DynamoDB answers to a request that can never succeed as it stands. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/**
 * A request that is wrong because of one item: on its own a `ValidationException`, inside a transaction the
 * reason `ValidationError` of that item.
 */
export class ItemValidationError extends AwsError {
  override readonly name: string = "ItemValidationError";

  constructor(message: string) {
    super("ValidationException", message);
  }
}

/** An item to be put that lacks the table's key, or has it in another type. */
export class ItemKeyError extends ItemValidationError {
  constructor(detail: string) {
    super(`${INVALID}: ${detail}`);
  }
}

/** Most messages about items open with these words. */
export function invalidParameter(detail: string): ItemValidationError {
  return new ItemValidationError(`${INVALID}: ${detail}`);
}

/** JSON of the wrong shape, refused before anything else is looked at. */
export function serializationError(message: string): AwsError {
  return new AwsError("SerializationException", message);
}

/** A table that an item operation names and that is not there. */
export function resourceNotFound(): AwsError {
  return new AwsError("ResourceNotFoundException", "Requested resource not found");
}

/** A table that a control-plane operation names and that is not there. */
export function tableNotFound(name: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
}
