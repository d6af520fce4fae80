/** An error as an AWS API answers it; the wire turns it into the protocol's shape. */
export class AwsError extends Error {
  override readonly name: string = "AwsError";

  /**
   * @param code - the error code that AWS documents, such as `ResourceNotFoundException`
   * @param httpStatus - 400 unless AWS documents another
   * @param fields - further members of the error's body
   */
  constructor(
    readonly code: string,
    message: string,
    readonly httpStatus = 400,
    readonly fields: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** What IAM denies; the message says which statement is missing. */
export class AccessDeniedError extends AwsError {
  override readonly name = "AccessDeniedError";

  constructor(message: string) {
    super("AccessDeniedException", message, 403);
  }
}

/** Something that exists on AWS and that the local cloud does not model. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
}
