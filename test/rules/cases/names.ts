import type { Cases } from "./case";

/** Cases of the rule by which a name belongs to one resource. */
export const NAME_CASES: Readonly<Record<string, Cases>> = {
  "unique-names": {
    breaks: {
      "a queue named like another's dead-letter queue": {
        resources: {
          aws_sqs_queue: { q: { name: "q" }, "q-dlq": { name: "q-dlq" }, second: { name: "q-dlq" } },
        },
        says: ['second: is named "q-dlq", and so is aws_sqs_queue.q-dlq in test-shop (test-shop/q-dlq).'],
      },
      "functions, and tables": {
        resources: {
          aws_lambda_function: { a: { function_name: "api" }, b: { function_name: "api" } },
          aws_dynamodb_table: { c: { name: "order" }, d: { name: "order" }, e: { name: "order" } },
        },
        says: [
          'b: is named "api", and so is aws_lambda_function.a in test-shop (test-shop/a).',
          'd: is named "order", and so is aws_dynamodb_table.c in test-shop (test-shop/c).',
          'e: is named "order", and so is aws_dynamodb_table.c in test-shop (test-shop/c).',
        ],
      },
      "rules on one bus, by reference and by name": {
        resources: {
          aws_cloudwatch_event_bus: { bus: { name: "shop" } },
          aws_cloudwatch_event_rule: {
            a: { name: "checkout", event_bus_name: "${aws_cloudwatch_event_bus.bus.name}" },
            b: { name: "checkout", event_bus_name: "shop" },
          },
        },
        says: ['b: is named "checkout", and so is aws_cloudwatch_event_rule.a in test-shop (test-shop/a).'],
      },
    },
    keeps: {
      "one name for things of different types": {
        resources: {
          aws_sqs_queue: { a: { name: "orders" } },
          aws_sns_topic: { b: { name: "orders" } },
          aws_dynamodb_table: { c: { name: "orders" } },
        },
      },
      "rules on two buses, policies of two roles": {
        resources: {
          aws_cloudwatch_event_rule: {
            a: { name: "checkout", event_bus_name: "shop" },
            b: { name: "checkout" },
          },
          aws_iam_role: { c: { name: "c" }, d: { name: "d" } },
          aws_iam_role_policy: {
            e: { name: "permissions", role: "${aws_iam_role.c.name}" },
            f: { name: "permissions", role: "${aws_iam_role.d.name}" },
          },
        },
      },
      "names that Terraform makes up, or alone knows": {
        resources: {
          aws_sqs_queue: { a: {}, b: {}, c: { name: "${var.name}" }, d: { name: "${var.name}" } },
          aws_cloudwatch_event_rule: {
            e: { name: "checkout", event_bus_name: "${var.bus}" },
            f: { name: "checkout", event_bus_name: "${var.bus}" },
          },
        },
      },
    },
  },
};
