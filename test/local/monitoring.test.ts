import { applicationAutoscaling } from "../../local/services/application-autoscaling";
import { monitoring } from "../../local/services/monitoring";
import { xray } from "../../local/services/xray";
import { testKernel } from "./test-kernel";

const cloud = () => testKernel([monitoring, xray, applicationAutoscaling]);

const ALARM = {
  alarm_name: "dev-basket-price-changes-dlq-depth",
  alarm_description: "Messages wait in the dead-letter queue.",
  namespace: "AWS/SQS",
  metric_name: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: "dev-basket-price-changes-dlq" },
  statistic: "Maximum",
  comparison_operator: "GreaterThanThreshold",
  threshold: 0,
  period: 60,
  evaluation_periods: 1,
  treat_missing_data: "notBreaching",
  alarm_actions: ["arn:aws:sns:eu-central-1:000000000000:dev-platform-alarms"],
};

const COMPOSITE = { alarm_name: "all", alarm_rule: "ALARM(a) OR ALARM(b)" };

describe("alarms", () => {
  test("are listed as AWS lists one that has just been made", async () => {
    const { provision, call } = cloud();

    const attributes = await provision("aws_cloudwatch_metric_alarm", ALARM);

    const arn = "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:dev-basket-price-changes-dlq-depth";
    expect(attributes).toEqual({ id: ALARM.alarm_name, arn });
    const { MetricAlarms } = await call<{ MetricAlarms: unknown[] }>("monitoring", "DescribeAlarms");
    expect(MetricAlarms).toEqual([
      {
        AlarmName: ALARM.alarm_name,
        AlarmArn: arn,
        AlarmDescription: ALARM.alarm_description,
        ActionsEnabled: true,
        OKActions: [],
        AlarmActions: ALARM.alarm_actions,
        InsufficientDataActions: [],
        StateValue: "INSUFFICIENT_DATA",
        StateReason: "Unchecked: Initial alarm creation",
        MetricName: ALARM.metric_name,
        Namespace: "AWS/SQS",
        Statistic: "Maximum",
        Dimensions: [{ Name: "QueueName", Value: "dev-basket-price-changes-dlq" }],
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "notBreaching",
      },
    ]);
  });

  test("may watch expressions over several metrics", async () => {
    const { provision, call } = cloud();
    const metric = { metric_name: "Errors", namespace: "AWS/Lambda", period: 60, stat: "Sum" };

    await provision("aws_cloudwatch_metric_alarm", {
      alarm_name: "rate",
      comparison_operator: "GreaterThanThreshold",
      evaluation_periods: "2",
      threshold: "0.1",
      metric_query: [
        { id: "e", expression: "m1 / m2", return_data: "true" },
        { id: "m1", metric: [{ ...metric, dimensions: { FunctionName: "f" } }] },
      ],
    });

    const { MetricAlarms } = await call<{ MetricAlarms: object[] }>("monitoring", "DescribeAlarms");
    expect(MetricAlarms[0]).toMatchObject({
      EvaluationPeriods: 2,
      Threshold: 0.1,
      Metrics: [
        { Id: "e", Expression: "m1 / m2", ReturnData: true },
        {
          Id: "m1",
          MetricStat: {
            Metric: {
              Namespace: "AWS/Lambda",
              MetricName: "Errors",
              Dimensions: [{ Name: "FunctionName", Value: "f" }],
            },
            Period: 60,
            Stat: "Sum",
          },
        },
      ],
    });
  });

  test("are found by name, prefix, type and state", async () => {
    const { provision, call } = cloud();
    for (const name of ["dev-b", "dev-a", "prod-a"]) {
      await provision("aws_cloudwatch_metric_alarm", { ...ALARM, alarm_name: name });
    }
    await provision("aws_cloudwatch_composite_alarm", COMPOSITE);
    const names = async (input: object) => {
      const found = await call<Record<string, { AlarmName: string }[]>>(
        "monitoring",
        "DescribeAlarms",
        input,
      );
      return Object.values(found).map((alarms) => alarms.map(({ AlarmName }) => AlarmName));
    };

    expect(await names({})).toEqual([["dev-a", "dev-b", "prod-a"], []]);
    expect(await names({ AlarmNames: ["dev-b", "none"] })).toEqual([["dev-b"], []]);
    expect(await names({ AlarmNamePrefix: "prod-" })).toEqual([["prod-a"], []]);
    expect(await names({ AlarmTypes: ["CompositeAlarm"] })).toEqual([[], ["all"]]);
    expect(await names({ StateValue: "OK" })).toEqual([[], []]);
    await expect(call("monitoring", "DescribeAlarms", { ParentsOfAlarmName: "x" })).rejects.toThrow(
      "does not model ParentsOfAlarmName of DescribeAlarms",
    );
  });

  test.each([
    [{ comparison_operator: "Above" }, "comparison_operator"],
    [{ evaluation_periods: 0 }, "evaluation_periods"],
    [{ treat_missing_data: "fine" }, "treat_missing_data"],
    [{ statistic: "p99" }, "statistic"],
    [{ colour: "red" }, "colour"],
  ])("with %j are refused", async (wrong, argument) => {
    await expect(cloud().provision("aws_cloudwatch_metric_alarm", { ...ALARM, ...wrong })).rejects.toThrow(
      argument,
    );
  });

  test("vanish when they are removed", async () => {
    const { provision, services, call } = cloud();
    await provision("aws_cloudwatch_metric_alarm", ALARM);
    await provision("aws_cloudwatch_composite_alarm", COMPOSITE);

    const context = { address: "a", stackDirectory: "/" };
    for (const [type, config] of [
      ["metric", ALARM],
      ["composite", COMPOSITE],
    ] as const) {
      const resource = services
        .flatMap(({ resources = [] }) => resources)
        .find((one) => one.type === `aws_cloudwatch_${type}_alarm`);
      await resource?.remove(resource.arguments.parse(config), {}, context);
    }

    const all = { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] };
    expect(await call("monitoring", "DescribeAlarms", all)).toEqual({
      MetricAlarms: [],
      CompositeAlarms: [],
    });
  });
});

describe("records", () => {
  const RULE = {
    rule_name: "dev-requests",
    priority: 1000,
    fixed_rate: 0.5,
    reservoir_size: 1,
    version: 1,
    host: "*",
    http_method: "*",
    service_name: "dev-*",
    service_type: "*",
    url_path: "*",
    resource_arn: "*",
  };
  const TARGET = {
    service_namespace: "dynamodb",
    resource_id: "table/dev-basket-price",
    scalable_dimension: "dynamodb:table:ReadCapacityUnits",
  };

  test.each([
    ["aws_xray_sampling_rule", RULE, "arn:aws:xray:eu-central-1:000000000000:sampling-rule/dev-requests"],
    [
      "aws_xray_group",
      { group_name: "dev", filter_expression: 'service("dev-*")' },
      expect.stringMatching(/^arn:aws:xray:eu-central-1:000000000000:group\/dev\/[0-9A-F]{26}$/),
    ],
    [
      "aws_appautoscaling_target",
      { ...TARGET, min_capacity: 1, max_capacity: 5 },
      expect.stringMatching(/^arn:aws:application-autoscaling:eu-central-1:000000000000:scalable-target\//),
    ],
  ])("%s has an ARN", async (type, config, arn) => {
    expect(await cloud().provision(type, config)).toMatchObject({ arn });
  });

  test.each([
    ["aws_xray_sampling_rule", RULE, "Rule with name dev-requests already exists"],
    ["aws_xray_group", { group_name: "dev", filter_expression: "" }, "Group with name dev already exists"],
  ])("%s exists once", async (type, config, message) => {
    const { provision } = cloud();
    await provision(type, config);

    await expect(provision(type, config)).rejects.toThrow(message);
  });

  test.each([
    ["aws_xray_sampling_rule", { ...RULE, fixed_rate: 1.1 }, "fixed_rate"],
    ["aws_xray_sampling_rule", { ...RULE, priority: 10_000 }, "priority"],
    [
      "aws_appautoscaling_target",
      { ...TARGET, min_capacity: 5, max_capacity: 1 },
      "Maximum capacity cannot be less than minimum capacity",
    ],
    ["aws_cloudwatch_dashboard", { dashboard_name: "d", dashboard_body: "{" }, "must be a valid JSON object"],
  ])("%s with %j is refused", async (type, config, message) => {
    await expect(cloud().provision(type, config)).rejects.toThrow(message);
  });

  test("a dashboard has an ARN without a region", async () => {
    const attributes = await cloud().provision("aws_cloudwatch_dashboard", {
      dashboard_name: "dev-shop",
      dashboard_body: "{}",
    });

    expect(attributes).toEqual({
      id: "dev-shop",
      dashboard_arn: "arn:aws:cloudwatch::000000000000:dashboard/dev-shop",
    });
  });

  test("a scaling policy needs its target", async () => {
    const { provision } = cloud();
    const policy = {
      ...TARGET,
      name: "read-utilisation",
      policy_type: "TargetTrackingScaling",
      target_tracking_scaling_policy_configuration: {
        target_value: 70,
        predefined_metric_specification: { predefined_metric_type: "DynamoDBReadCapacityUtilization" },
      },
    };

    await expect(provision("aws_appautoscaling_policy", policy)).rejects.toThrow(
      "No scalable target registered for service namespace: dynamodb, resource ID: table/dev-basket-price",
    );
    await provision("aws_appautoscaling_target", { ...TARGET, min_capacity: 1, max_capacity: 5 });
    expect(await provision("aws_appautoscaling_policy", policy)).toMatchObject({
      id: "read-utilisation",
      alarm_arns: [],
    });
  });
});
