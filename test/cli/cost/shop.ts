import type { CostNote, StackToPrice } from "../../../cli/cost/cost-note";
import { costNote } from "../../../cli/cost/cost-note";
import type { CostLine } from "../../../cli/cost/costs";

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** Round numbers, so that a figure can be worked by hand. */
export const TRAFFIC = {
  apis: {
    "shop-api": {
      requestsPerMonth: 1_000_000,
      peakRequestsPerSecond: 20,
      writeShare: 0.5,
      eventShare: 0.1,
    },
  },
  monthlyActiveUsers: 100,
  peakSignInsPerSecond: 3,
  averageAnswerBytes: 5_000,
  averageItemBytes: 1_500,
  averageFunctionMs: 200,
  logBytesPerRequest: 1_024,
  tableGb: 2,
};

/** The values of an environment `test` in Frankfurt. */
export function values(change: Readonly<Record<string, unknown>> = {}) {
  return { name: "test", region: "eu-central-1", traffic: TRAFFIC, accountQuotas: {}, ...change };
}

/** A synthesized stack. */
export function stack(resource: Resources, name = "test-shop"): StackToPrice {
  return { name, configuration: { resource } };
}

/** The note of one stack. */
export function noteOf(resource: Resources, change: Readonly<Record<string, unknown>> = {}): CostNote {
  return costNote(values(change), [stack(resource)]);
}

/** What is used for a price. */
export function lineOf(note: CostNote, price: string): CostLine {
  const lines = note.lines.filter((line) => line.price === price);
  const [line] = lines;
  if (line === undefined || lines.length > 1) throw new Error(`${lines.length} lines of ${price}`);
  return line;
}

/** A policy that allows actions on a resource. */
export function policy(
  ...statements: readonly (readonly [action: string | string[], resource: string])[]
): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(([Action, Resource]) => ({ Effect: "Allow", Action, Resource })),
  });
}

/** A function, its role, and what its role may. */
export function lambda(name: string, permissions: string, settings: Readonly<Record<string, unknown>> = {}) {
  return {
    aws_iam_role: { [`${name}-role`]: { name } },
    aws_iam_role_policy: {
      [`${name}-policy`]: { role: `\${aws_iam_role.${name}-role.name}`, policy: permissions },
    },
    aws_lambda_function: {
      [name]: {
        function_name: `test-${name}`,
        role: `\${aws_iam_role.${name}-role.arn}`,
        memory_size: 512,
        architectures: ["arm64"],
        ...settings,
      },
    },
  };
}

/** An HTTP API `test-shop-api` before a function. */
export function httpApi(fn: string, stage: Readonly<Record<string, unknown>> = {}): Resources {
  const api_id = "${aws_apigatewayv2_api.api.id}";
  return {
    aws_apigatewayv2_api: { api: { name: "test-shop-api", protocol_type: "HTTP" } },
    aws_apigatewayv2_integration: {
      fn: { api_id, integration_uri: `\${aws_lambda_function.${fn}.invoke_arn}` },
    },
    aws_apigatewayv2_route: { get: { api_id }, post: { api_id } },
    aws_apigatewayv2_stage: { default: { api_id, name: "$default", ...stage } },
  };
}

/** Resources of several groups in one stack. */
export function together(...groups: readonly Resources[]): Resources {
  const all: Record<string, Record<string, Readonly<Record<string, unknown>>>> = {};
  for (const group of groups) {
    for (const [type, byName] of Object.entries(group)) all[type] = { ...all[type], ...byName };
  }
  return all;
}
