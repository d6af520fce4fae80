import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct, type IConstruct } from "constructs";
import { addAlarm } from "../alarm";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import { physicalName } from "../naming";
import { type Grantee, type ResourceStatement, resourcePolicy, tlsOnly } from "../permissions";

export interface TopicProps {
  /** Service that owns the topic, in kebab-case. */
  readonly service: string;
  /** What it tells of, in kebab-case: `price-changes`. */
  readonly name: string;
  /**
   * AWS services that publish by themselves, each for one resource or pattern of resources:
   * `{ service: "cloudwatch.amazonaws.com", sourceArn: "arn:aws:cloudwatch:…:alarm:dev-*" }`.
   * Functions are not meant here; they get `grantPublish`.
   * @defaultValue none
   */
  readonly servicePublishers?: readonly { readonly service: string; readonly sourceArn: string }[];
}

/** An SNS topic that takes messages over TLS only and is encrypted where the free key allows, watched. */
export class Topic extends Construct {
  /** Physical name. */
  readonly name: string;
  readonly arn: string;

  /** The ARN of a topic of this environment that another stack owns. */
  static arnOf(construct: IConstruct, service: string, name: string): string {
    const { environment, region, accountId } = EnvironmentContext.of(construct);
    return `arn:aws:sns:${region}:${accountId}:${physicalName(environment, service, name, "topic")}`;
  }

  /** @throws ModuleConfigError when the name breaks the rules. */
  constructor(scope: Construct, id: string, props: TopicProps) {
    super(scope, id);
    const { service, servicePublishers = [] } = props;
    const check = new ConfigCheck(this);
    this.name = check.physicalName("topic", service, props.name);
    check.done();

    const ownArn = Topic.arnOf(this, service, props.name);
    const publishers = servicePublishers.map(
      (each, index): ResourceStatement => ({
        sid: `Publish${index + 1}`,
        effect: "Allow",
        principal: { service: each.service },
        actions: ["sns:Publish"],
        resources: [ownArn],
        conditions: { ArnLike: { "aws:SourceArn": each.sourceArn } },
      }),
    );
    const topic = new SnsTopic(this, "topic", {
      name: this.name,
      policy: resourcePolicy([tlsOnly("sns:Publish", ownArn), ...publishers]),
      // The AWS managed key costs nothing but is closed to services that publish by themselves.
      ...(publishers.length === 0 ? { kmsMasterKeyId: "alias/aws/sns" } : {}),
    });
    this.arn = topic.arn;

    addAlarm(this, "lost-messages-alarm", {
      name: `${this.name}-lost-messages`,
      description:
        "Messages could neither be delivered to a subscriber nor kept in its dead-letter queue; they are lost. " +
        "Check that queue's policy.",
      namespace: "AWS/SNS",
      metric: "NumberOfNotificationsFailedToRedriveToDlq",
      dimensions: { TopicName: this.name },
      statistic: "Sum",
    });
  }

  /** Lets `grantee` publish: `sns:Publish`. */
  grantPublish(grantee: Grantee): void {
    grantee.addStatement({ actions: ["sns:Publish"], resources: [this.arn] });
  }
}
