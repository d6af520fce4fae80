import { Lazy } from "cdktf";
import { type ResourceStatement, resourcePolicy, tlsOnly } from "../permissions";

/** The policy of a queue: nothing without TLS, and whoever was let in. Written at synthesis. */
export class QueuePolicy {
  /** The policy as JSON, complete at synthesis. */
  readonly json: string;
  private readonly statements: ResourceStatement[];

  constructor(private readonly queueArn: string) {
    this.statements = [tlsOnly("sqs:*", queueArn)];
    this.json = Lazy.stringValue({ produce: () => resourcePolicy(this.statements) });
  }

  /** Lets an AWS service send on behalf of one resource. */
  allowService(service: string, sourceArn: string): void {
    const [label = service] = service.split(".");
    const sameService = this.statements.filter((each) =>
      each.sid.startsWith(`Send${capitalised(label)}`),
    ).length;
    this.statements.push({
      sid: `Send${capitalised(label)}${sameService === 0 ? "" : sameService + 1}`,
      effect: "Allow",
      principal: { service },
      actions: ["sqs:SendMessage"],
      resources: [this.queueArn],
      conditions: { ArnEquals: { "aws:SourceArn": sourceArn } },
    });
  }
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
