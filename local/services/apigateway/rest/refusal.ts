/** What API Gateway answers by itself, by the type of the gateway response; text and error as AWS words them. */
const TYPES = {
  ACCESS_DENIED: { status: 403, error: "AccessDeniedException" },
  API_CONFIGURATION_ERROR: { status: 500, error: "InternalServerErrorException" },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, error: "InternalServerErrorException" },
  AUTHORIZER_FAILURE: { status: 500, error: "InternalServerErrorException" },
  BAD_REQUEST_BODY: { status: 400, error: "BadRequestException" },
  BAD_REQUEST_PARAMETERS: { status: 400, error: "BadRequestException" },
  DEFAULT_4XX: { status: 400, error: "BadRequestException" },
  DEFAULT_5XX: { status: 500, error: "InternalServerErrorException" },
  EXPIRED_TOKEN: { status: 403, error: "ExpiredTokenException" },
  INTEGRATION_FAILURE: { status: 504, error: "InternalServerErrorException" },
  INTEGRATION_TIMEOUT: { status: 504, error: "InternalServerErrorException" },
  INVALID_API_KEY: { status: 403, error: "ForbiddenException" },
  INVALID_SIGNATURE: { status: 403, error: "InvalidSignatureException" },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, error: "MissingAuthenticationTokenException" },
  QUOTA_EXCEEDED: { status: 429, error: "LimitExceededException" },
  REQUEST_TOO_LARGE: { status: 413, error: "BadRequestException" },
  RESOURCE_NOT_FOUND: { status: 404, error: "NotFoundException" },
  THROTTLED: { status: 429, error: "TooManyRequestsException" },
  UNAUTHORIZED: { status: 401, error: "UnauthorizedException" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, error: "UnsupportedMediaTypeException" },
  WAF_FILTERED: { status: 403, error: "ForbiddenException" },
} as const;

export type GatewayResponseType = keyof typeof TYPES;

export const GATEWAY_RESPONSE_TYPES = Object.keys(TYPES) as [GatewayResponseType, ...GatewayResponseType[]];

/** A request that API Gateway answers itself instead of passing it on. */
export interface Refusal {
  readonly type: GatewayResponseType;
  readonly message: string;
  readonly status: number;
  /** The `x-amzn-ErrorType` header. */
  readonly error: string;
  /** What is wrong with the body, for `$context.error.validationErrorString`. */
  readonly validation?: string;
  /** What the default body calls the message: policies deny with a capital letter. */
  readonly member?: "Message";
}

/** A refusal with the status that AWS documents for its type, unless another is given. */
export function refuse(
  type: GatewayResponseType,
  message: string,
  more: Partial<Pick<Refusal, "status" | "validation" | "member">> = {},
): Refusal {
  return { type, message, ...TYPES[type], ...more };
}

/** What goes wrong inside, which callers are told no more about. */
export function internalError(status: 500 | 502): Refusal {
  return refuse("DEFAULT_5XX", "Internal server error", { status });
}
