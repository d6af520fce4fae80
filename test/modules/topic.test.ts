import { Topic } from "../../modules/topic";
import { refusal, sampleFunction, synth, useSampleHandlers } from "./synthesis";

useSampleHandlers();

const PROPS = { service: "sample", name: "price-changes" };
const ARN = "arn:aws:sns:eu-central-1:111122223333:test-sample-price-changes";
const TLS_ONLY = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: ARN,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

describe("Topic", () => {
  test("is encrypted and refuses anything but TLS", () => {
    const topic = synth((scope) => new Topic(scope, "topic", PROPS)).one("aws_sns_topic");

    expect(topic).toMatchObject({ name: "test-sample-price-changes", kms_master_key_id: "alias/aws/sns" });
    expect(JSON.parse(topic["policy"]).Statement).toEqual([TLS_ONLY]);
  });

  test("lets services publish for one resource each, without the key that is closed to them", () => {
    const servicePublishers = [{ service: "cloudwatch.amazonaws.com", sourceArn: "arn:alarm:*" }];

    const topic = synth((scope) => new Topic(scope, "topic", { ...PROPS, servicePublishers })).one(
      "aws_sns_topic",
    );

    expect(topic).not.toHaveProperty("kms_master_key_id");
    expect(JSON.parse(topic["policy"]).Statement).toEqual([
      TLS_ONLY,
      {
        Sid: "Publish1",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: ARN,
        Condition: { ArnLike: { "aws:SourceArn": "arn:alarm:*" } },
      },
    ]);
  });

  test("raises an alarm for messages that are lost", () => {
    const stack = synth((scope) => new Topic(scope, "topic", PROPS));

    expect(stack.one("aws_cloudwatch_metric_alarm")).toMatchObject({
      alarm_name: "test-sample-price-changes-lost-messages",
      namespace: "AWS/SNS",
      metric_name: "NumberOfNotificationsFailedToRedriveToDlq",
      dimensions: { TopicName: "test-sample-price-changes" },
      threshold: 0,
    });
  });

  test("grants to publish exactly that", () => {
    const stack = synth((scope) => new Topic(scope, "topic", PROPS).grantPublish(sampleFunction(scope)));

    expect(stack.granted("test-sample-worker")).toEqual([
      {
        Effect: "Allow",
        Action: "sns:Publish",
        Resource: expect.stringMatching(/^\$\{aws_sns_topic\.topic_.*\.arn\}$/),
      },
    ]);
  });

  test("of another stack has the ARN that follows from its name", () => {
    synth((scope) => {
      expect(Topic.arnOf(scope, "sample", "price-changes")).toBe(ARN);
    });
  });

  test("refuses a name that is not kebab-case", () => {
    expect(refusal((scope) => new Topic(scope, "topic", { ...PROPS, name: "Price_Changes" }))).toEqual([
      'the thing part of the topic name is "Price_Changes"; it must be kebab-case (a-z, 0-9 and single hyphens, ' +
        'a letter first), such as "price-changes".',
    ]);
  });
});
