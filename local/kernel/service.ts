import type * as z from "zod";
import type { Kernel } from "./kernel";
import type { Operation } from "./operation";
import type { PolicyDocument } from "./policy";

/** Values that a resource exposes to Terraform expressions, by attribute name. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What a provision function knows beside the arguments. */
export interface ResourceContext {
  /** Such as `dev-basket/aws_sqs_queue.price-changes`; for messages. */
  readonly address: string;
  /** The folder of the stack's JSON, from which relative paths count. */
  readonly stackDirectory: string;
  /** What the resource was before this change; absent when it is new. */
  readonly prior?: { readonly config: unknown; readonly attributes: Attributes };
}

/**
 * A Terraform resource type that a service models.
 * Arguments outside the schema stop the start with their name, so nothing is silently ignored.
 */
// biome-ignore lint/suspicious/noExplicitAny: each type states its own arguments.
export interface ResourceType<Config = any> {
  readonly type: string;
  /** A strict object of the arguments that the local cloud models. */
  readonly arguments: z.ZodType<Config>;
  /** Arguments that are accepted and have no effect locally, with the reason; shown in the docs. */
  readonly inert?: Readonly<Record<string, string>>;
  /** Arguments whose change makes Terraform replace the resource; any other change is applied in place. */
  readonly replacedBy?: readonly string[];
  /** Creates the resource or, with `prior`, changes it in place and keeps its data. */
  apply(config: Config, context: ResourceContext): Attributes | Promise<Attributes>;
  remove(config: Config, attributes: Attributes, context: ResourceContext): void | Promise<void>;
}

/** A Terraform data source that a service models. */
// biome-ignore lint/suspicious/noExplicitAny: each type states its own arguments.
export interface DataSourceType<Config = any> {
  readonly type: string;
  readonly arguments: z.ZodType<Config>;
  read(config: Config, context: ResourceContext): Attributes | Promise<Attributes>;
}

/** An HTTP request as the wire hands it on. */
export interface HttpRequest {
  readonly method: string;
  /** The raw path with its query string, as sent. */
  readonly url: string;
  /** Names in lower case; repeated headers joined as Node does. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Name and value alternating, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** The client's end of the connection; absent where there is none. */
  readonly sourcePort?: number | undefined;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** A public endpoint, such as an API's; reached below its path prefix on the cloud's one port. */
export interface Endpoint {
  /** Such as `/_aws/execute-api/`. */
  readonly prefix: string;
  /** Answers a request whose path starts with the prefix. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** What to answer in the place of an answer with headers that HTTP does not allow; an internal failure when absent. */
  answerUnwritable?(request: HttpRequest): HttpResponse;
}

/** How an operation of a REST-style API is reached. */
export interface RestRoute {
  readonly method: string;
  /** Such as `/2015-03-31/functions/{FunctionName}/invocations`; a last `{Name+}` takes the rest of the path. */
  readonly path: string;
  readonly operation: string;
  /** Makes the operation's input; defaults to path parameters, query and JSON body in one object. */
  decode?(request: HttpRequest, parameters: Readonly<Record<string, string>>): unknown;
  /** Makes the answer; defaults to status 200 and the output as JSON. */
  encode?(output: unknown): HttpResponse;
}

/** The wire protocol that a service speaks. */
export type Protocol =
  /** `X-Amz-Target: <target>.<Operation>` and JSON bodies. */
  | {
      readonly kind: "json";
      readonly target: string;
      readonly version: "1.0" | "1.1";
      /** For services that once spoke Query: what their error codes were, sent in `x-amzn-query-error`. */
      readonly queryCodes?: Readonly<Record<string, string>>;
    }
  /** `Action=<Operation>` as a form, XML answers. Outputs use a Map where XML has entries of key and value. */
  | { readonly kind: "query"; readonly xmlNamespace: string }
  | { readonly kind: "rest"; readonly routes: readonly RestRoute[] };

/** One AWS service of the local cloud. */
export interface Service {
  /** The signing name, such as `sqs`, `events`, `dynamodb`, `cognito-idp`. */
  readonly name: string;
  /** The service part of its ARNs where it is not the name, such as `execute-api` for `apigateway`. */
  readonly arnName?: string;
  readonly protocol?: Protocol;
  readonly operations?: readonly Operation[];
  readonly resources?: readonly ResourceType[];
  readonly dataSources?: readonly DataSourceType[];
  readonly endpoints?: readonly Endpoint[];
  /** The resource-based policy of one of its resources. */
  resourcePolicy?(arn: string): PolicyDocument | undefined;
  /** Ends workers and other things that outlive a call. */
  close?(): Promise<void>;
}

/** Makes a service for one cloud; no state is shared between clouds. */
export type ServiceFactory = (kernel: Kernel) => Service;
