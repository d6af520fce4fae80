import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ExecuteStatementCommand } from "@aws-sdk/lib-dynamodb";
import { CliError } from "./cli-error";

/** Where to run a statement. */
export interface Database {
  /** The local cloud, or another; undefined for AWS. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

/** What a statement found. */
export interface Selection {
  readonly items: readonly Record<string, unknown>[];
  /** Why there may be more; undefined when this is all. */
  readonly cut: "limit" | "pages" | undefined;
}

/** Items that one request looks at, whatever the condition leaves of them. */
const PAGE_ITEMS = 1_000;
/** Requests for one statement: a condition without a key on a large table ends here, not with the table. */
export const MOST_PAGES = 100;

/** Any credentials do on the local cloud, and real ones need not be sent there. */
const LOOPBACK = /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:\/|$)/;
const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/**
 * Runs a PartiQL statement that reads, page by page.
 * @param limit - the most items to return, 1 or more
 * @throws CliError with the database's words, or when nothing answers; before anything is sent when the statement
 * is no `SELECT`
 */
export async function selectItems(statement: string, limit: number, database: Database): Promise<Selection> {
  checkReads(statement);
  const { endpoint, region } = database;
  const client = new DynamoDBClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(endpoint !== undefined && LOOPBACK.test(endpoint) ? { credentials: LOCAL_CREDENTIALS } : {}),
  });
  try {
    return await readPages(DynamoDBDocumentClient.from(client, UNMARSHALLING), statement, limit);
  } catch (error) {
    throw explained(error, endpoint);
  } finally {
    client.destroy();
  }
}

/** Numbers beyond 15 digits stay text: a JavaScript number may round them. */
const UNMARSHALLING = {
  unmarshallOptions: {
    wrapNumbers: (text: string) => (text.replace(/\D/g, "").length > 15 ? text : Number(text)),
  },
};

async function readPages(
  client: DynamoDBDocumentClient,
  statement: string,
  limit: number,
): Promise<Selection> {
  const items: Record<string, unknown>[] = [];
  let next: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await client.send(
      new ExecuteStatementCommand({ Statement: statement, Limit: PAGE_ITEMS, NextToken: next }),
    );
    items.push(...(answer.Items ?? []));
    next = answer.NextToken;
    if (items.length > limit) return { items: items.slice(0, limit), cut: "limit" };
    if (next === undefined) return { items, cut: undefined };
    if (items.length === limit) return { items, cut: "limit" };
  }
  return { items, cut: "pages" };
}

/** A statement is one command, so its first word tells whether it reads. */
function checkReads(statement: string): void {
  const [verb = ""] = statement.trim().split(/\s+/, 1);
  if (verb.toUpperCase() === "SELECT") return;
  throw new CliError(
    `Only SELECT statements are run, to change nothing by mistake; this one begins: ${verb}`,
  );
}

function explained(error: unknown, endpoint: string | undefined): CliError {
  const { name, message, code } = error as { name?: string; message?: string; code?: string };
  // The SDK's retries may wrap what the socket says, and then only the message tells.
  if (`${code} ${message}`.includes("ECONNREFUSED")) {
    return new CliError(
      `Nothing answers at ${endpoint ?? "DynamoDB's endpoint"}. Is the local cloud running?`,
    );
  }
  if (name === "CredentialsProviderError") {
    return new CliError(`No credentials for AWS: ${message}. For the local cloud, give its --endpoint.`);
  }
  return new CliError(`The statement failed: ${name}: ${message}`);
}
