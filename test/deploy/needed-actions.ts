import type { TracedRequest } from "./moto-cloud";

/** What AWS asks IAM before it answers a request. */
export interface NeededAction {
  /** Such as `sqs:CreateQueue`. */
  readonly action: string;
  /** The ARN of what it is done to, for S3; other requests do not show it. */
  readonly resource?: string;
}

/**
 * What the caller has to be allowed for a request to go through. What AWS does besides in the caller's name, such as to
 * deliver access logs or to make a role for itself, is not to be seen here.
 * @throws Error for a request whose action is not known
 */
export function neededActions(request: TracedRequest): readonly NeededAction[] {
  if (request.req.startsWith("s3:")) return [s3Action(request)];
  const action = actionOf(request);
  if (action === FREE) return [];
  const account = action === "apigateway:PATCH" && request.path === "/account";
  const also = account ? ["iam:PassRole"] : (ALSO[action] ?? []);
  return [action, ...also].map((each) => ({ action: each }));
}

/** Nobody can be denied this. */
const FREE = "sts:GetCallerIdentity";

/** What needs more than the action of its own name: the provider tags all that it makes, and hands roles to functions. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  "cloudwatch:PutMetricAlarm": ["cloudwatch:TagResource"],
  "cognito-idp:CreateUserPool": ["cognito-idp:TagResource"],
  "dynamodb:CreateTable": ["dynamodb:TagResource"],
  "events:CreateEventBus": ["events:TagResource"],
  "events:PutRule": ["events:TagResource"],
  "iam:CreateRole": ["iam:TagRole"],
  "lambda:CreateEventSourceMapping": ["lambda:TagResource"],
  "lambda:CreateFunction": ["iam:PassRole", "lambda:TagResource"],
  "logs:CreateLogGroup": ["logs:TagResource"],
  "sns:CreateTopic": ["sns:TagResource"],
  "sqs:CreateQueue": ["sqs:TagQueue"],
  "xray:CreateSamplingRule": ["xray:TagResource"],
};

function actionOf({ req, method, path }: TracedRequest): string {
  const [service = "", name = ""] = req.split(/:(.*)/s);
  if (service === "apigateway") return `apigateway:${method}`;
  if (service === "xray") return `xray:${path.slice(1)}`;
  if (service === "lambda") return `lambda:${known(LAMBDA, resourcePath(method, path), req)}`;
  if (!/^\w+$/.test(name)) throw new Error(`${req}: no IAM action is known for it`);
  return `${service === "monitoring" ? "cloudwatch" : service}:${name}`;
}

/** Lambda's actions by method and kind of resource; paths begin with the date of the API's version. */
const LAMBDA: Readonly<Record<string, string>> = {
  "POST functions": "CreateFunction",
  "GET functions/*": "GetFunction",
  "DELETE functions/*": "DeleteFunction",
  "PUT functions/*/code": "UpdateFunctionCode",
  "GET functions/*/code-signing-config": "GetFunctionCodeSigningConfig",
  "PUT functions/*/concurrency": "PutFunctionConcurrency",
  "DELETE functions/*/concurrency": "DeleteFunctionConcurrency",
  "GET functions/*/configuration": "GetFunctionConfiguration",
  "PUT functions/*/configuration": "UpdateFunctionConfiguration",
  "GET functions/*/policy": "GetPolicy",
  "POST functions/*/policy": "AddPermission",
  "DELETE functions/*/policy/*": "RemovePermission",
  "GET functions/*/versions": "ListVersionsByFunction",
  "POST event-source-mappings": "CreateEventSourceMapping",
  "GET event-source-mappings/*": "GetEventSourceMapping",
  "PUT event-source-mappings/*": "UpdateEventSourceMapping",
  "DELETE event-source-mappings/*": "DeleteEventSourceMapping",
  "GET tags/*": "ListTags",
  "POST tags/*": "TagResource",
  "DELETE tags/*": "UntagResource",
};

// `GET /2015-03-31/functions/dev-basket-api/policy` → `GET functions/*/policy`
function resourcePath(method: string, path: string): string {
  const [, , ...parts] = path.replace(/\/$/, "").split("/");
  return `${method} ${parts.map((part, index) => (index % 2 === 1 ? "*" : part)).join("/")}`;
}

function s3Action({ req, method, path, query = "" }: TracedRequest): NeededAction {
  const [, bucket = "", key = ""] = /^\/([^/]+)\/?(.*)$/s.exec(path) ?? [];
  const resource = `arn:aws:s3:::${bucket}`;
  if (key !== "") {
    return { action: `s3:${known(S3_OBJECT, method, req)}`, resource: `${resource}/${key}` };
  }
  // Parameters come in any order; of the settings there is only one.
  const [first = ""] = query.split(/[=&]/);
  const setting = query.includes("list-type=") ? "list-type" : first;
  const asked = method === "HEAD" ? "HEAD" : `${method} ${setting}`;
  return { action: `s3:${known(S3_BUCKET, asked, `${req}?${query}`)}`, resource };
}

const S3_OBJECT: Readonly<Record<string, string>> = {
  GET: "GetObject",
  HEAD: "GetObject",
  PUT: "PutObject",
  DELETE: "DeleteObject",
};

/** By method and first parameter of the query. Nothing but `bootstrap` changes a bucket. */
const S3_BUCKET: Readonly<Record<string, string>> = {
  HEAD: "ListBucket",
  "GET list-type": "ListBucket",
  "GET accelerate": "GetAccelerateConfiguration",
  "GET acl": "GetBucketAcl",
  "GET cors": "GetBucketCORS",
  "GET encryption": "GetEncryptionConfiguration",
  "GET lifecycle": "GetLifecycleConfiguration",
  "GET logging": "GetBucketLogging",
  "GET object-lock": "GetBucketObjectLockConfiguration",
  "GET ownershipControls": "GetBucketOwnershipControls",
  "GET policy": "GetBucketPolicy",
  "GET publicAccessBlock": "GetBucketPublicAccessBlock",
  "GET replication": "GetReplicationConfiguration",
  "GET requestPayment": "GetBucketRequestPayment",
  "GET tagging": "GetBucketTagging",
  "GET versioning": "GetBucketVersioning",
  "GET website": "GetBucketWebsite",
};

function known(actions: Readonly<Record<string, string>>, key: string, req: string): string {
  const action = actions[key];
  if (action === undefined) throw new Error(`${req}: no IAM action is known for it`);
  return action;
}
