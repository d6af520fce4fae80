import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { RULES } from "../../rules";
import { deletionProtection } from "../../rules/deletion-protection";
import { pointInTimeRecovery } from "../../rules/point-in-time-recovery";
import { publicRoute } from "../../rules/public-route";
import { queueDeadLetters } from "../../rules/queue-dead-letters";
import { visibilityTimeout } from "../../rules/visibility-timeout";
import { waive } from "../../rules/waiver";
import { redriveTo } from "./cases/case";
import { type Content, check } from "./synthesized-stack";

const OPEN_ROUTE = { aws_apigatewayv2_route: { route: { route_key: "GET /" } } };
const waived = (rule: string, reason: string, at?: string): Content => ({
  resources: OPEN_ROUTE,
  build: (stack) => waive(at === undefined ? stack : stack.node.findChild(at), rule, reason),
});

describe("broken rules", () => {
  it("are told all at once, and leave nothing to plan", () => {
    const table = { resources: { aws_dynamodb_table: { table: {} } } };

    const { error, written } = check([deletionProtection, pointInTimeRecovery], {
      "test-one": table,
      "test-two": { resources: { aws_dynamodb_table: { other: { deletion_protection_enabled: true } } } },
      "test-good": { resources: {} },
    });

    expect(error?.message).toBe(
      `The stacks were not synthesized, because they break rules (3 violations; docs/rules.md says why):

  test-one/table (aws_dynamodb_table.table)
    deletion-protection: has no deletion_protection_enabled.
    Mend: ${deletionProtection.mend}

  test-one/table (aws_dynamodb_table.table)
    point-in-time-recovery: has no point_in_time_recovery that is enabled.
    Mend: ${pointInTimeRecovery.mend}

  test-two/other (aws_dynamodb_table.other)
    point-in-time-recovery: has no point_in_time_recovery that is enabled.
    Mend: ${pointInTimeRecovery.mend}`,
    );
    expect(written).toEqual([]);
  });

  it("name the construct, however deep it is", () => {
    const content: Content = {
      resources: {},
      build: (stack) => {
        const module = new Construct(new Construct(stack, "orders"), "queue");
        new TerraformResource(module, "queue", { terraformResourceType: "aws_sqs_queue" });
      },
    };

    const [violation] = check([queueDeadLetters], { "test-shop": content }).error?.violations ?? [];

    expect(violation?.at.path).toBe("test-shop/orders/queue/queue");
    expect(violation?.at.address).toMatch(/^aws_sqs_queue\.orders_queue_[0-9A-F]{8}$/);
  });
});

it("kept rules leave the stacks as they are", () => {
  const { written, violations } = check(RULES, { "test-shop": { resources: {} } });

  expect({ written, violations }).toEqual({ written: ["test-shop"], violations: [] });
});

describe("references", () => {
  it("reach into other stacks of the environment by name", () => {
    const stacks = {
      "test-queues": {
        resources: { aws_sqs_queue: { work: { name: "work", redrive_policy: redriveTo("x") } } },
      },
      "test-workers": {
        resources: {
          aws_lambda_function: { fn: { timeout: 10 } },
          aws_lambda_event_source_mapping: {
            mapping: {
              event_source_arn: "arn:aws:sqs:eu-central-1:1:work",
              function_name: "${aws_lambda_function.fn.arn}",
            },
          },
        },
      },
    };

    const { violations } = check([visibilityTimeout], stacks);

    expect(violations).toEqual([
      "test-queues/work: has a visibility timeout of 30 s; aws_lambda_function.fn (timeout 10 s, window 0 s) needs 60 s.",
    ]);
  });
});

describe("a waiver", () => {
  it.each([
    ["at the construct", waived("public-route", "Anyone may read.", "route")],
    ["around the construct", waived("public-route", "Anyone may read.")],
  ])("lets a rule be broken %s", (_, content) => {
    expect(check([publicRoute], { "test-shop": content }).violations).toEqual([]);
  });

  it("covers its own rule alone", () => {
    const content: Content = {
      resources: { ...OPEN_ROUTE, aws_sqs_queue: { queue: {} } },
      build: (stack) => waive(stack, "public-route", "Anyone may read."),
    };

    expect(check([publicRoute, queueDeadLetters], { "test-shop": content }).violations).toEqual([
      "test-shop/queue: has no redrive_policy, and nothing uses it as a dead-letter queue.",
    ]);
  });

  it("covers no construct whose path merely begins alike", () => {
    const content: Content = {
      resources: {
        aws_apigatewayv2_route: { route: { route_key: "GET /" }, "route-two": { route_key: "GET /two" } },
      },
      build: (stack) => waive(stack.node.findChild("route"), "public-route", "Anyone may read."),
    };

    expect(check([publicRoute], { "test-shop": content }).violations).toEqual([
      "test-shop/route-two: answers GET /two without authorization.",
    ]);
  });

  it.each([
    [
      "without a reason",
      waived("public-route", " ", "route"),
      "route: waives public-route without a reason.",
    ],
    ["of no rule", waived("public-root", "Anyone may read."), 'waives "public-root", which is no rule.'],
    [
      "that nothing needs",
      waived("queue-dead-letters", "No need."),
      "waives queue-dead-letters, which nothing breaks here.",
    ],
  ])("%s is a violation", (_, content, expected) => {
    const { error } = check([publicRoute, queueDeadLetters], { "test-shop": content });

    const own = error?.violations.filter(({ rule }) => rule.id === "waiver") ?? [];
    expect(own.map(({ at, detail }) => `${at.path}: ${detail}`)).toEqual([expect.stringContaining(expected)]);
    expect(error?.message).toContain(
      "Mend: Waive an existing rule, where something breaks it, with a reason",
    );
  });
});

it("rules have distinct ids and say where AWS says so", () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  for (const { id, title, why, mend, source } of RULES) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const text of [title, why, mend]) expect(text).toMatch(/\.$/);
    expect(source.url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  }
});
