import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";

/** False for a write whose condition did not hold. */
export async function conditionHolds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
