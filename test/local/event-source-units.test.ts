import { failedItems } from "../../local/services/lambda/event-source/batch-response";
import { type SqsRecord, splitBySize } from "../../local/services/lambda/event-source/sqs-records";

const IDS = ["a", "b", "c"];

describe("the answer of a function that reports failures", () => {
  test.each([
    ["null", []],
    ["", []],
    ["{}", []],
    ['{"batchItemFailures":[]}', []],
    ['{"batchItemFailures":null}', []],
    ['{"batchItemFailures":[{"itemIdentifier":"b"}]}', ["b"]],
    ['{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"c"}]}', ["b", "c"]],
    ['{"batchItemFailures":[{"itemIdentifier":""}]}', IDS],
    ['{"batchItemFailures":[{"itemIdentifier":null}]}', IDS],
    ['{"batchItemFailures":[{"wrong":"b"}]}', IDS],
    ['{"batchItemFailures":[null]}', IDS],
    ['{"batchItemFailures":[{"itemIdentifier":"of another batch"}]}', IDS],
    ['{"batchItemFailures":"b"}', IDS],
    ['"done"', IDS],
    ["[]", IDS],
    ["{", IDS],
  ])("%s fails %j", (payload, failed) => {
    expect([...failedItems(payload, IDS)]).toEqual(failed);
  });
});

describe("records of a batch", () => {
  const record = (messageId: string, bytes: number) => ({ messageId, body: "x".repeat(bytes) }) as SqsRecord;
  const idsOf = (runs: readonly SqsRecord[][]) => runs.map((run) => run.map(({ messageId }) => messageId));

  test("stay together as long as they fit into one event", () => {
    const runs = splitBySize([record("a", 400), record("b", 400), record("c", 400)], 1_000);

    expect(idsOf(runs)).toEqual([["a", "b"], ["c"]]);
  });

  test("go alone when they are too large together", () => {
    expect(idsOf(splitBySize([record("a", 2_000), record("b", 1)], 1_000))).toEqual([["a"], ["b"]]);
  });

  test("make no event when there are none", () => {
    expect(splitBySize([])).toEqual([]);
  });
});
