import * as z from "zod";
import { QUOTA_IDS } from "./quota-ids";

/** The retention periods that CloudWatch Logs accepts, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Tags that every stack sets itself; an environment may not give them another meaning. */
const RESERVED_TAGS = ["environment", "stack", "service", "repository"];

/** AWS takes 50 of a resource. */
const MOST_TAGS = 50 - RESERVED_TAGS.length;

const LOG_LEVELS = ["DEBUG", "INFO", "WARN", "ERROR"] as const;

/** A text that must match a pattern; the rule is what the error says. */
const text = (pattern: RegExp, rule: string) => z.string(rule).regex(pattern, rule);

/** A whole number within a range, both ends included. */
function whole(minimum: number, maximum: number) {
  const rule = `must be a whole number from ${minimum} to ${maximum}`;
  return z.int(rule).min(minimum, rule).max(maximum, rule);
}

const flag = () => z.boolean("must be true or false");

const ORIGIN_RULE =
  'must be an origin: scheme, host and optional port without a path, as in "https://shop.example.com"';

const corsOrigins = z
  .array(
    text(/^(\*|https?:\/\/[a-z0-9.-]+(:\d{1,5})?)$/, ORIGIN_RULE),
    'must be a list of origins, as in ["https://shop.example.com"]',
  )
  .refine((origins) => !origins.includes("*") || origins.length === 1, {
    error: 'must be ["*"] alone or a list of origins: "*" already allows every other entry',
  });

const TAG_KEY_RULE = `must be a tag key of 1 to 128 letters, digits, spaces or _.:/=+-@ that does not start with "aws:" and is none of ${RESERVED_TAGS.join(", ")}, which the stacks set`;
const TAG_VALUE_RULE = "must be a tag value of at most 256 letters, digits, spaces or _.:/=+-@";

const tagKey = text(/^(?!aws:)[\p{L}\p{N} _.:/=+\-@]{1,128}$/iu, TAG_KEY_RULE).refine(
  (key) => !RESERVED_TAGS.includes(key.toLowerCase()),
  { error: TAG_KEY_RULE },
);

const REPOSITORY = /^[\w.-]+\/[\w.-]+$|^[\w.-]+@\d+\/[\w.-]+@\d+$/;
const REPOSITORY_RULE = 'must be "owner/name" or "owner@id/name@id", as GitHub\'s tokens name the repository';

const ALLOW_DESTROY_RULE =
  'must name stack and address, as in "dev-catalog/aws_dynamodb_table.product-table_BAD2E3F5"';

/** Regions that are no part of the partition `aws`, which every ARN of the modules begins with. */
const OTHER_PARTITIONS = /^(cn|us-gov|[a-z]{2}-iso[a-z]*)-/;
const OTHER_PARTITION_RULE =
  'must be a region of the partition "aws", as "eu-central-1" is: ARNs begin otherwise in China and GovCloud';

const QUOTA_ID = new RegExp(`^(${QUOTA_IDS.join("|")})$`);

/** A number from 0 up, which need not be whole. */
const amount = () => z.number("must be a number of at least 0").min(0, "must be a number of at least 0");

const share = () => {
  const rule = "must be a number from 0 to 1";
  return z.number(rule).min(0, rule).max(1, rule);
};

/** What is expected of one API. */
const apiTraffic = z.strictObject(
  {
    /** Requests in a month. */
    requestsPerMonth: whole(0, 1_000_000_000_000),
    /** Requests in the busiest second. */
    peakRequestsPerSecond: amount(),
    /** The share of requests that change data: each is taken to write once to each table that the function may write. */
    writeShare: share(),
    /** The share of requests that publish: each is taken to send once to each topic, bus and queue that the function may. */
    eventShare: share(),
  },
  "must be an object with requestsPerMonth, peakRequestsPerSecond, writeShare and eventShare",
);

/**
 * What is expected of the environment, for `npx platform cost` and the note of a plan; nothing that is deployed depends
 * on it. Everything else is derived from the stacks: docs/cost.md says how.
 */
const traffic = z.strictObject(
  {
    /** By the API's name without the environment, as in `product-api`. */
    apis: z.record(text(/^[a-z][a-z0-9-]*$/, 'must be the name of an API, as in "product-api"'), apiTraffic, {
      error: (issue) =>
        issue.code === "invalid_type"
          ? "must be an object of API names and what is expected of them"
          : undefined,
    }),
    /** Users who sign in at least once in a month. */
    monthlyActiveUsers: whole(0, 1_000_000_000),
    /** Sign-ins in the busiest second. */
    peakSignInsPerSecond: amount(),
    /** Size of an answer, which is also taken to be what was read from a table for it. */
    averageAnswerBytes: whole(1, 10_000_000),
    /** Size of an item that is written to a table. */
    averageItemBytes: whole(1, 400_000),
    /** How long a function works on a request or a message. */
    averageFunctionMs: whole(1, 900_000),
    /** What a request or a message leaves in each log group that it passes. */
    logBytesPerRequest: whole(0, 1_000_000),
    /** Data in each table; an index is taken to hold as much again. */
    tableGb: amount(),
  },
  "must be an object with apis, monthlyActiveUsers and the averages",
);

/**
 * The values in which one environment may differ from another. Strict: an unknown field is an error, because
 * a misspelt field would otherwise be a setting that silently does nothing.
 */
export const environmentSchema = z.strictObject({
  /** The only AWS account that the provider works on; credentials of any other are refused. */
  accountId: text(/^\d{12}$/, "must be an AWS account id of 12 digits"),
  /** The region of everything in the environment. */
  region: text(/^[a-z]{2}(-[a-z]+){1,2}-\d$/, 'must be an AWS region, as in "eu-central-1"').refine(
    (region) => !OTHER_PARTITIONS.test(region),
    { error: OTHER_PARTITION_RULE },
  ),
  /** The S3 bucket that holds the Terraform state, in the environment's region. */
  stateBucket: text(
    /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/,
    "must be a bucket name of 3 to 63 lower-case letters, digits, dots and hyphens",
  ),
  /**
   * Whether the environment makes the account's identity provider for GitHub's workflows. An account takes one: of the
   * environments in it, one says `create`, and where the account has one already, all say `existing`.
   */
  githubOidcProvider: z.enum(["create", "existing"], { error: 'must be "create" or "existing"' }),
  /**
   * Whether the environment makes the setting by which API Gateway writes access logs. An account takes one per region:
   * of the environments there, one says `create`, and where the account has a role for it already, all say `existing`.
   * @defaultValue "create"
   */
  apiGatewayAccount: z
    .enum(["create", "existing"], { error: 'must be "create" or "existing"' })
    .default("create"),
  /**
   * The repository as GitHub's tokens name it, where that is not the `owner/name` of package.json: one that was made or
   * renamed since 15 July 2026 is `owner@id/name@id`, with the ids that GitHub gave.
   */
  githubRepository: text(REPOSITORY, REPOSITORY_RULE).optional(),
  /** The lowest level that the functions log. */
  logLevel: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }),
  /** Days that CloudWatch keeps the log groups. */
  logRetentionDays: z.literal(LOG_RETENTION_DAYS, {
    error: `must be a number of days that CloudWatch Logs offers: ${LOG_RETENTION_DAYS.join(", ")}`,
  }),
  /** Memory in MB of a function that does not ask for its own; the share of a processor grows with it. */
  functionMemoryMb: whole(128, 10_240),
  /** What each API's stage admits before it answers 429. */
  throttling: z.strictObject(
    {
      /** Steady requests per second. */
      ratePerSecond: whole(1, 10_000),
      /** Requests that may arrive at once. */
      burst: whole(1, 5_000),
    },
    "must be an object with ratePerSecond and burst",
  ),
  concurrency: z.strictObject(
    {
      /**
       * Concurrent executions set aside for each API's function, or null for a share of the account's pool.
       * An account has to leave 100 to all others; a new one has 10 in all and can set none aside.
       */
      apiReserved: whole(1, 1_000).nullable(),
      /** Concurrent batches per queue, which levels the load on what is behind the consumer. */
      consumerMaximum: whole(2, 1_000),
    },
    "must be an object with apiReserved and consumerMaximum",
  ),
  /** The share of requests that X-Ray records, beyond the first of each second. */
  tracingShare: share(),
  /** Whether tables and the user pool refuse to be deleted. */
  deletionProtection: flag(),
  /**
   * What a plan may destroy or replace although it holds data, or may drop although the same thing appears under
   * another address: `<environment>-<stack>/<address>`, as the plan that was stopped names it. Take an entry out once
   * it is applied.
   */
  allowDestroy: z.array(text(/^[a-z0-9-]+\/\S+$/, ALLOW_DESTROY_RULE), ALLOW_DESTROY_RULE).default([]),
  /** Whether tables can be restored to any second of the last 35 days. */
  pointInTimeRecovery: flag(),
  /** Whether CloudWatch alarms are created. */
  alarms: flag(),
  /**
   * The web origins that may call the APIs; none for no browser access, `["*"]` for any. More than one is refused
   * by the product API: the preflight answer of a REST API is fixed.
   */
  corsOrigins,
  /** ISO 4217 code of the money that a price without a currency is in. */
  currency: text(/^[A-Z]{3}$/, 'must be an ISO 4217 currency code of three capitals, as in "EUR"'),
  /** Tags of every resource, besides environment, stack, service and repository. */
  tags: z
    .record(tagKey, text(/^[\p{L}\p{N} _.:/=+\-@]{0,256}$/u, TAG_VALUE_RULE), {
      error: (issue) =>
        issue.code === "invalid_type" ? "must be an object of tag keys and values" : undefined,
    })
    .refine((tags) => Object.keys(tags).length <= MOST_TAGS, {
      error: `must be at most ${MOST_TAGS} tags: AWS takes 50 of a resource, and the stacks set ${RESERVED_TAGS.join(", ")}`,
    }),
  traffic,
  /**
   * Quotas in which the account differs from AWS's defaults, by their id in docs/prices.md, as in
   * `{ "lambda-concurrency": 10 }` of a new account.
   * @defaultValue none
   */
  accountQuotas: z
    .record(text(QUOTA_ID, `must be the id of a quota: ${QUOTA_IDS.join(", ")}`), amount(), {
      error: (issue) =>
        issue.code === "invalid_type" ? "must be an object of quota ids and numbers" : undefined,
    })
    .default({}),
});

/** What a file of this folder holds. */
export type EnvironmentValues = z.input<typeof environmentSchema>;

/** An environment whose values hold to the schema. */
export interface Environment extends Readonly<z.output<typeof environmentSchema>> {
  /** The name, which is the file's name and opens the name of every resource and stack. */
  readonly name: string;
}
