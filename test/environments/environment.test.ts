import { readdirSync } from "node:fs";
import { join } from "node:path";
import { QUOTAS } from "../../cli/cost/quotas";
import { loadEnvironments } from "../../environments";
import { dev } from "../../environments/dev";
import { environmentSchema } from "../../environments/environment";
import { EnvironmentError, parseEnvironments } from "../../environments/parse-environment";

/** The problems that the values of `environments/dev.ts`, changed as given, lead to. */
function problemsOf(change: Record<string, unknown>, processEnv: NodeJS.ProcessEnv = {}): readonly string[] {
  try {
    parseEnvironments({ dev: { ...dev, ...change } }, processEnv);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe("the environments of the repository", () => {
  it("hold to the schema", () => {
    const names = loadEnvironments({}).map((environment) => environment.name);

    expect(names).toEqual(expect.arrayContaining(["dev", "prod"]));
  });

  it("are every file of the folder that holds values", () => {
    const machinery = [
      "environment.ts",
      "environment-overrides.ts",
      "index.ts",
      "parse-environment.ts",
      "quota-ids.ts",
    ];
    const files = readdirSync(join(__dirname, "../../environments")).filter(
      (file) => !machinery.includes(file),
    );

    expect(
      loadEnvironments({})
        .map((environment) => `${environment.name}.ts`)
        .sort(),
    ).toEqual(files.sort());
  });

  it("protect and keep the data of prod", () => {
    const prod = loadEnvironments({}).find((environment) => environment.name === "prod");

    expect(prod).toMatchObject({ deletionProtection: true, pointInTimeRecovery: true, alarms: true });
  });
});

describe("the environment schema", () => {
  const { "product-api": api } = dev.traffic.apis;
  const retention =
    "must be a number of days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";
  const origin =
    'must be an origin: scheme, host and optional port without a path, as in "https://shop.example.com"';
  const tagKey =
    'must be a tag key of 1 to 128 letters, digits, spaces or _.:/=+-@ that does not start with "aws:" and is none of environment, stack, service, repository, which the stacks set';

  const tags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "x"]));

  it.each<[string, Record<string, unknown>, string]>([
    [
      "a repository with one id",
      { githubRepository: "acme/shop@2" },
      'githubRepository: must be "owner/name" or "owner@id/name@id", as GitHub\'s tokens name the repository; got "acme/shop@2"',
    ],
    [
      "an address without its stack in allowDestroy",
      { allowDestroy: ["aws_dynamodb_table.orders"] },
      'allowDestroy[0]: must name stack and address, as in "dev-catalog/aws_dynamodb_table.product-table_BAD2E3F5"; got "aws_dynamodb_table.orders"',
    ],
    [
      "an account id of 11 digits",
      { accountId: "12345678901" },
      'accountId: must be an AWS account id of 12 digits; got "12345678901"',
    ],
    [
      "an account id that is a number",
      { accountId: 123456789012 },
      "accountId: must be an AWS account id of 12 digits; got 123456789012",
    ],
    [
      "a missing region",
      { region: undefined },
      'region: must be an AWS region, as in "eu-central-1"; it is missing',
    ],
    [
      "an availability zone for a region",
      { region: "eu-central-1a" },
      'region: must be an AWS region, as in "eu-central-1"; got "eu-central-1a"',
    ],
    ...["cn-north-1", "us-gov-west-1", "us-isob-east-1"].map(
      (region): [string, Record<string, unknown>, string] => [
        `the region ${region} of another partition`,
        { region },
        `region: must be a region of the partition "aws", as "eu-central-1" is: ARNs begin otherwise in China and GovCloud; got "${region}"`,
      ],
    ),
    [
      "a bucket with capitals",
      { stateBucket: "Shop-State" },
      'stateBucket: must be a bucket name of 3 to 63 lower-case letters, digits, dots and hyphens; got "Shop-State"',
    ],
    [
      "a provider for GitHub that is neither made nor there",
      { githubOidcProvider: "none" },
      'githubOidcProvider: must be "create" or "existing"; got "none"',
    ],
    [
      "a log level that nobody knows",
      { logLevel: "TRACE" },
      'logLevel: must be one of DEBUG, INFO, WARN, ERROR; got "TRACE"',
    ],
    ["a retention that CloudWatch lacks", { logRetentionDays: 10 }, `logRetentionDays: ${retention}; got 10`],
    [
      "memory over the limit",
      { functionMemoryMb: 10_241 },
      "functionMemoryMb: must be a whole number from 128 to 10240; got 10241",
    ],
    [
      "a rate of nothing",
      { throttling: { ratePerSecond: 0, burst: 1 } },
      "throttling.ratePerSecond: must be a whole number from 1 to 10000; got 0",
    ],
    [
      "a burst over the limit",
      { throttling: { ratePerSecond: 1, burst: 5001 } },
      "throttling.burst: must be a whole number from 1 to 5000; got 5001",
    ],
    [
      "throttling that is a number",
      { throttling: 5 },
      "throttling: must be an object with ratePerSecond and burst; got 5",
    ],
    [
      "a misspelt field within throttling",
      { throttling: { ratePerSecond: 1, burst: 1, bursts: 1 } },
      "throttling.bursts: is no field; the fields here are ratePerSecond, burst",
    ],
    [
      "no reserved concurrency at all",
      { concurrency: { consumerMaximum: 2 } },
      "concurrency.apiReserved: must be a whole number from 1 to 1000; it is missing",
    ],
    [
      "reserved concurrency of 0",
      { concurrency: { apiReserved: 0, consumerMaximum: 2 } },
      "concurrency.apiReserved: must be a whole number from 1 to 1000; got 0",
    ],
    [
      "one concurrent batch",
      { concurrency: { apiReserved: null, consumerMaximum: 1 } },
      "concurrency.consumerMaximum: must be a whole number from 2 to 1000; got 1",
    ],
    ["a tracing share in percent", { tracingShare: 5 }, "tracingShare: must be a number from 0 to 1; got 5"],
    [
      "protection by a text",
      { deletionProtection: "yes" },
      'deletionProtection: must be true or false; got "yes"',
    ],
    [
      "missing recovery",
      { pointInTimeRecovery: undefined },
      "pointInTimeRecovery: must be true or false; it is missing",
    ],
    ["alarms by a number", { alarms: 1 }, "alarms: must be true or false; got 1"],
    [
      "an origin with a path",
      { corsOrigins: ["https://a.example/shop"] },
      `corsOrigins[0]: ${origin}; got "https://a.example/shop"`,
    ],
    [
      "any origin beside another",
      { corsOrigins: ["*", "https://a.example"] },
      'corsOrigins: must be ["*"] alone or a list of origins: "*" already allows every other entry; got ["*","https://a.example"]',
    ],
    [
      "a lone origin",
      { corsOrigins: "https://a.example" },
      'corsOrigins: must be a list of origins, as in ["https://shop.example.com"]; got "https://a.example"',
    ],
    [
      "a currency in small letters",
      { currency: "eur" },
      'currency: must be an ISO 4217 currency code of three capitals, as in "EUR"; got "eur"',
    ],
    [
      "traffic without its APIs",
      { traffic: { ...dev.traffic, apis: undefined } },
      "traffic.apis: must be an object of API names and what is expected of them; it is missing",
    ],
    [
      "a name with capitals for an API",
      { traffic: { ...dev.traffic, apis: { Product: api } } },
      'traffic.apis.Product: must be the name of an API, as in "product-api"',
    ],
    [
      "half a request",
      { traffic: { ...dev.traffic, apis: { "product-api": { ...api, requestsPerMonth: 0.5 } } } },
      "traffic.apis.product-api.requestsPerMonth: must be a whole number from 0 to 1000000000000; got 0.5",
    ],
    [
      "a negative peak",
      { traffic: { ...dev.traffic, peakSignInsPerSecond: -1 } },
      "traffic.peakSignInsPerSecond: must be a number of at least 0; got -1",
    ],
    [
      "a share above one",
      { traffic: { ...dev.traffic, apis: { "product-api": { ...api, writeShare: 2 } } } },
      "traffic.apis.product-api.writeShare: must be a number from 0 to 1; got 2",
    ],
    [
      "a field that no API has",
      { traffic: { ...dev.traffic, apis: { "product-api": { ...api, readShare: 1 } } } },
      "traffic.apis.product-api.readShare: is no field; the fields here are requestsPerMonth, peakRequestsPerSecond, writeShare, eventShare",
    ],
    [
      "a quota that is no number",
      { accountQuotas: { "lambda-concurrency": "10" } },
      'accountQuotas.lambda-concurrency: must be a number of at least 0; got "10"',
    ],
    [
      "a quota that does not exist",
      { accountQuotas: { "lambda-concurency": 10 } },
      `accountQuotas.lambda-concurency: must be the id of a quota: ${Object.keys(QUOTAS).join(", ")}`,
    ],
    [
      "more tags than AWS takes with those of the stacks",
      { tags: tags(47) },
      `tags: must be at most 46 tags: AWS takes 50 of a resource, and the stacks set environment, stack, service, repository; got ${JSON.stringify(tags(47))}`,
    ],
    ["tags that are a list", { tags: ["a"] }, 'tags: must be an object of tag keys and values; got ["a"]'],
    ["a tag of AWS", { tags: { "aws:x": "y" } }, `tags.aws:x: ${tagKey}`],
    ["a tag that the stacks set", { tags: { Stack: "mine" } }, `tags.Stack: ${tagKey}`],
    [
      "a tag value with a line break",
      { tags: { owner: "a\nb" } },
      'tags.owner: must be a tag value of at most 256 letters, digits, spaces or _.:/=+-@; got "a\\nb"',
    ],
    [
      "an unknown field",
      { acountId: "1" },
      `acountId: is no field; the fields here are ${Object.keys(environmentSchema.shape).join(", ")}`,
    ],
  ])("rejects %s", (_subject, change, problem) => {
    expect(problemsOf(change)).toEqual([`environments/dev.ts: ${problem}`]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["the shortest and longest retention", { logRetentionDays: 3653 }],
    ["the last good rate and burst", { throttling: { ratePerSecond: 10_000, burst: 5_000 } }],
    ["the first good concurrency", { concurrency: { apiReserved: 1, consumerMaximum: 2 } }],
    ["no tracing", { tracingShare: 0 }],
    ["any origin alone", { corsOrigins: ["*"] }],
    ["no origin", { corsOrigins: [] }],
    ["no tags", { tags: {} }],
    ["as many tags as AWS takes", { tags: tags(46) }],
    ["no traffic at all", { traffic: { ...dev.traffic, apis: {} } }],
    ["the quota of a new account", { accountQuotas: { "lambda-concurrency": 10 } }],
    ["the newest regions", { region: "mx-central-1" }],
  ])("takes %s", (_subject, change) => {
    expect(problemsOf(change)).toEqual([]);
  });

  it("reports the problems of all environments at once", () => {
    const parse = () =>
      parseEnvironments(
        { dev: { ...dev, region: "here", currency: "€" }, test: { ...dev, alarms: null } },
        {},
      );

    expect(parse).toThrow(
      new EnvironmentError([
        'environments/dev.ts: region: must be an AWS region, as in "eu-central-1"; got "here"',
        'environments/dev.ts: currency: must be an ISO 4217 currency code of three capitals, as in "EUR"; got "€"',
        "environments/test.ts: alarms: must be true or false; got null",
      ]),
    );
    expect(parse).toThrow(/^3 problems in the environments' values:\n {2}environments\/dev\.ts: region/);
  });

  it("rejects a second provider for GitHub in an account, and a state bucket of two environments", () => {
    const other = { ...dev, stateBucket: "other-state" };

    expect(() => parseEnvironments({ dev, test: other }, {})).toThrow(
      'environments/test.ts: githubOidcProvider: must be "existing", as dev makes the one provider that account 111111111111 takes; got "create"',
    );
    expect(() => parseEnvironments({ dev, test: { ...dev, githubOidcProvider: "existing" } }, {})).toThrow(
      'environments/test.ts: stateBucket: must be a bucket of its own, as dev makes "dev-shop-terraform-state-111111111111"',
    );
    const apart = {
      dev,
      test: { ...other, githubOidcProvider: "existing", apiGatewayAccount: "existing" },
      prod: { ...other, stateBucket: "s-3", accountId: "222222222222" },
    };
    expect(parseEnvironments(apart, {})).toHaveLength(3);
  });

  it("rejects a second setting of API Gateway in an account and region", () => {
    const other = { ...dev, stateBucket: "other-state", githubOidcProvider: "existing" };

    expect(() => parseEnvironments({ dev, test: other }, {})).toThrow(
      'environments/test.ts: apiGatewayAccount: must be "existing", as dev makes the one setting that account 111111111111 takes in eu-central-1; got "create"',
    );
    expect(parseEnvironments({ dev, test: { ...other, apiGatewayAccount: "existing" } }, {})).toHaveLength(2);
    expect(parseEnvironments({ dev, test: { ...other, region: "eu-west-1" } }, {})).toHaveLength(2);
  });

  it("rejects a file whose name cannot open the name of a resource", () => {
    expect(() => parseEnvironments({ "my-staging": dev }, {})).toThrow(
      'environments/my-staging.ts: the name of the file must be 2 to 10 lower-case letters and digits, starting with a letter, because it opens the name of every resource; got "my-staging"',
    );
  });
});

describe("overrides by environment variables", () => {
  it("take the place of account, region, state bucket and the maker of GitHub's provider", () => {
    const [environment] = parseEnvironments(
      { dev },
      {
        PLATFORM_DEV_ACCOUNT_ID: "999999999999",
        PLATFORM_DEV_REGION: "us-west-2",
        PLATFORM_DEV_STATE_BUCKET: "my-state",
        PLATFORM_DEV_GITHUB_OIDC_PROVIDER: "existing",
        PLATFORM_DEV_GITHUB_REPOSITORY: "acme@1/shop@2",
        PLATFORM_DEV_API_GATEWAY_ACCOUNT: "existing",
        PLATFORM_PROD_REGION: "ap-south-1",
      },
    );

    expect(environment).toMatchObject({
      name: "dev",
      accountId: "999999999999",
      region: "us-west-2",
      stateBucket: "my-state",
      githubOidcProvider: "existing",
      githubRepository: "acme@1/shop@2",
      apiGatewayAccount: "existing",
    });
  });

  it("count as unset when empty", () => {
    const [environment] = parseEnvironments({ dev }, { PLATFORM_DEV_REGION: "" });

    expect(environment?.region).toBe(dev.region);
  });

  it("are named by the error about them", () => {
    expect(problemsOf({ alarms: 1 }, { PLATFORM_DEV_ACCOUNT_ID: "12" })).toEqual([
      'PLATFORM_DEV_ACCOUNT_ID (in place of environments/dev.ts): accountId: must be an AWS account id of 12 digits; got "12"',
      "environments/dev.ts: alarms: must be true or false; got 1",
    ]);
  });
});
