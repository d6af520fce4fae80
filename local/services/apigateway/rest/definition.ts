/** Settings of the API itself. */
export interface RestApiSettings {
  readonly name: string;
  readonly description?: string | undefined;
  readonly binaryMediaTypes: readonly string[];
  readonly endpointDisabled: boolean;
}

export interface ResourceDefinition {
  readonly id: string;
  /** Absent for the root alone. */
  readonly parentId?: string;
  readonly pathPart: string;
}

export interface MethodDefinition {
  readonly resourceId: string;
  /** An HTTP method, or `ANY`. */
  readonly httpMethod: string;
  readonly authorization: "NONE" | "AWS_IAM" | "COGNITO_USER_POOLS";
  readonly authorizerId?: string | undefined;
  readonly scopes: readonly string[];
  readonly apiKeyRequired: boolean;
  /** Names of models by content type. */
  readonly requestModels: Readonly<Record<string, string>>;
  /** Whether a `method.request.<place>.<name>` is required. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  readonly validatorId?: string | undefined;
  readonly operationName?: string | undefined;
}

export interface IntegrationDefinition {
  readonly type: "AWS_PROXY" | "MOCK";
  readonly uri?: string | undefined;
  readonly credentialsArn?: string | undefined;
  readonly timeoutMs: number;
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthrough: "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";
}

/** A status that a method may answer, and the headers it may then have. */
export interface MethodResponseDefinition {
  readonly statusCode: string;
  /** `method.response.header.<name>`; the value says whether it is required. */
  readonly parameters: Readonly<Record<string, boolean>>;
}

export interface IntegrationResponseDefinition {
  readonly statusCode: string;
  /** A regular expression for the integration's status; absent for the default. */
  readonly selectionPattern?: string | undefined;
  /** Expressions by `method.response.header.<name>`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

/** A method with all that hangs on it. */
export interface MethodParts {
  readonly method: MethodDefinition;
  readonly integration: IntegrationDefinition;
  readonly responses: Readonly<Record<string, MethodResponseDefinition>>;
  readonly integrationResponses: Readonly<Record<string, IntegrationResponseDefinition>>;
}

export interface AuthorizerDefinition {
  readonly name: string;
  /** The `iss` claims of the pools' tokens. */
  readonly issuers: readonly string[];
  /** The header that carries the token, in lower case. */
  readonly header: string;
  /** A regular expression that tokens must match before they are looked at. */
  readonly validation?: string | undefined;
}

export interface ModelDefinition {
  readonly name: string;
  readonly contentType: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ValidatorDefinition {
  readonly body: boolean;
  readonly parameters: boolean;
}

export interface GatewayResponseDefinition {
  readonly statusCode?: number | undefined;
  /** Expressions by `gatewayresponse.header.<name>`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

/** Everything that a deployment freezes. */
export interface RestDefinition {
  readonly settings: RestApiSettings;
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
  /** By `<resource id> <HTTP method>`. */
  readonly methods: ReadonlyMap<string, MethodParts>;
  readonly authorizers: ReadonlyMap<string, AuthorizerDefinition>;
  /** By name. */
  readonly models: ReadonlyMap<string, ModelDefinition>;
  readonly validators: ReadonlyMap<string, ValidatorDefinition>;
  /** By response type. */
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseDefinition>;
}

/** The full path of a resource, such as `/product/{id}`. */
export function resourcePath(resources: RestDefinition["resources"], id: string): string {
  const resource = resources.get(id);
  if (resource?.parentId === undefined) return "/";
  const parent = resourcePath(resources, resource.parentId);
  return `${parent === "/" ? "" : parent}/${resource.pathPart}`;
}

/** The key of a method among an API's. */
export function methodKey(resourceId: string, httpMethod: string): string {
  return `${resourceId} ${httpMethod}`;
}
