import type { SQSRecord } from "aws-lambda";
import type * as z from "zod";

/** A message that breaks its contract; retrying cannot help, so it ends in the dead-letter queue. */
export class UnreadableMessage extends Error {
  override readonly name = "UnreadableMessage";

  /** @param reason what is wrong, without quoting the message: it may hold personal data. */
  constructor(record: SQSRecord, reason: string) {
    super(`Message ${record.messageId} cannot be read: ${reason}`);
  }
}

/**
 * The body of a message as its contract describes it.
 * @throws UnreadableMessage naming the fields that are wrong, never their values.
 */
export function readMessage<Body>(record: SQSRecord, schema: z.ZodType<Body>): Body {
  const parsed = schema.safeParse(parseJson(record));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, code }) => `${path.join(".") || "body"} (${code})`);
  throw new UnreadableMessage(record, `wrong fields: ${wrong.join(", ")}`);
}

function parseJson(record: SQSRecord): unknown {
  try {
    return JSON.parse(record.body);
  } catch {
    throw new UnreadableMessage(record, "the body is not JSON");
  }
}
