import { block, mayBe } from "./engine/arguments";
import type { Rule } from "./engine/rule";

/** Requests can be followed. */
export const tracing: Rule = {
  id: "tracing",
  title: "Where the environment traces requests, functions, REST stages, state machines and GraphQL APIs do.",
  why: "A trace with a gap ends where it gets interesting.",
  source: {
    title: "Visualize Lambda function invocations using AWS X-Ray",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
  },
  mend: 'Set tracing_config.mode to "Active" (function), xray_tracing_enabled (stage), tracing_configuration.enabled (state machine), xray_enabled (GraphQL API).',
  *check(stack) {
    if (stack.settings.tracingShare === 0) return;
    for (const at of stack.all("aws_lambda_function")) {
      if (!mayBe(block(at.args, "tracing_config")?.["mode"], "Active")) {
        yield { at, detail: "has no active tracing." };
      }
    }
    for (const at of stack.all("aws_api_gateway_stage")) {
      if (!mayBe(at.args["xray_tracing_enabled"], true)) yield { at, detail: "has no xray_tracing_enabled." };
    }
    for (const at of stack.all("aws_sfn_state_machine")) {
      if (!mayBe(block(at.args, "tracing_configuration")?.["enabled"], true)) {
        yield { at, detail: "has no tracing_configuration that is enabled." };
      }
    }
    for (const at of stack.all("aws_appsync_graphql_api")) {
      if (!mayBe(at.args["xray_enabled"], true)) yield { at, detail: "has no xray_enabled." };
    }
  },
};
