import type { Resource } from "./resource";

/** What the ARN of a type names as its service. */
const SERVICE_OF_TYPE: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_bus: "events",
  aws_cloudwatch_log_group: "logs",
  aws_dynamodb_table: "dynamodb",
  aws_iam_role: "iam",
  aws_lambda_function: "lambda",
  aws_sns_topic: "sns",
  aws_sqs_queue: "sqs",
};

const REFERENCE = /^\$\{([a-z]\w*\.[\w-]+)\./;

/** The resources of an environment, and which of them an argument names. */
export class Deployment {
  private readonly byType: ReadonlyMap<string, readonly Resource[]>;

  constructor(readonly resources: readonly Resource[]) {
    const byType = new Map<string, Resource[]>();
    for (const resource of resources) {
      byType.set(resource.type, [...(byType.get(resource.type) ?? []), resource]);
    }
    this.byType = byType;
  }

  ofType(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /**
   * The resource of one of the types that an argument means, which may be a reference within the stack, an id, a name
   * or an ARN with the name in it.
   */
  named(from: Resource, value: string, ...types: readonly string[]): Resource | undefined {
    const address = REFERENCE.exec(value)?.[1];
    return this.ofType(...types).find((resource) =>
      address === undefined
        ? isNamed(resource, value)
        : resource.stack === from.stack && resource.address === address,
    );
  }
}

function isNamed(resource: Resource, value: string): boolean {
  if (!value.startsWith("arn:")) return value !== "" && [resource.name, resource.text("id")].includes(value);
  if (!value.includes(`:${SERVICE_OF_TYPE[resource.type]}:`)) return false;
  // A log group's name has slashes in it, a table's ARN may go on with an index, a function's with a version.
  return value.split(/[:/]/).includes(resource.name) || value.endsWith(`:${resource.name}`);
}
