import type { Authorizer } from "../../../local/kernel/policy";
import type { HttpResponse, ResourceType, Service } from "../../../local/kernel/service";
import { apigateway } from "../../../local/services/apigateway";
import { testKernel } from "../test-kernel";
import { FakeLambda } from "./fake-lambda";

/** Log events that a stage wrote. */
interface WrittenLog {
  readonly principal: string;
  readonly group: string;
  readonly messages: readonly string[];
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

/** A cloud of API Gateway, a function that answers what it is told, and a log that keeps what is written. */
export function gatewayHarness(options: { authorizer?: Authorizer; seed?: number } = {}) {
  const lambda = new FakeLambda();
  const logs: WrittenLog[] = [];
  const logService = (): Service => ({
    name: "logs",
    operations: [
      { name: "CreateLogStream", access: () => [], run: () => ({}) },
      {
        name: "PutLogEvents",
        access: ({ logGroupName }) => [
          {
            action: "logs:PutLogEvents",
            resource: `arn:aws:logs:eu-central-1:000000000000:log-group:${logGroupName}`,
          },
        ],
        run: ({ logGroupName, logEvents }, { principal }) => {
          const messages = (logEvents as { message: string }[]).map(({ message }) => message);
          const name = principal.type === "role" ? principal.arn : principal.type;
          logs.push({ principal: name, group: logGroupName, messages });
          return {};
        },
      },
    ],
  });
  const cloud = testKernel([apigateway, lambda.factory, logService], options);
  const [service] = cloud.services;
  const [endpoint] = service?.endpoints ?? [];
  if (service === undefined || endpoint === undefined) throw new Error("API Gateway has no endpoint");
  const applied = new Map<string, { config: unknown; attributes: Readonly<Record<string, unknown>> }>();

  /** Creates the resource, or changes it in place when the address is known. */
  const apply = async (type: string, name: string, config: unknown): Promise<Record<string, string>> => {
    const address = `dev-test/${type}.${name}`;
    const resource = resourceType(service, type);
    const prior = applied.get(address);
    const parsed = resource.arguments.parse(config);
    const attributes = await resource.apply(parsed, {
      address,
      stackDirectory: ".",
      ...(prior === undefined ? {} : { prior }),
    });
    applied.set(address, { config: parsed, attributes });
    return attributes as Record<string, string>;
  };

  /** Sends a request to a URL that an attribute gave. */
  const request = (method: string, url: string, { headers = {}, body = "" }: RequestOptions = {}) => {
    const rawHeaders = Object.entries(headers).flatMap(([name, value]) =>
      [value].flat().flatMap((one) => [name, one]),
    );
    return endpoint.handle({
      method,
      url: url.replace(cloud.kernel.endpoint, ""),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(", ")]),
      ),
      rawHeaders,
      body: Buffer.from(body),
      sourceIp: "203.0.113.7",
      signal: new AbortController().signal,
    });
  };

  return { ...cloud, lambda, logs, apply, request, service };
}

export type Harness = ReturnType<typeof gatewayHarness>;

function resourceType(service: Service, type: string): ResourceType {
  const resource = service.resources?.find((one) => one.type === type);
  if (resource === undefined) throw new Error(`API Gateway does not model ${type}`);
  return resource;
}

/** The body of a JSON answer. */
export function json(response: HttpResponse): unknown {
  return JSON.parse(response.body.toString());
}
