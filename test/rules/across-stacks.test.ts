import { reservedConcurrency } from "../../rules/reserved-concurrency";
import { uniqueNames } from "../../rules/unique-names";
import { check } from "./synthesized-stack";

describe("rules that see all stacks of an environment", () => {
  it("tell a name that two stacks give once, with both addresses", () => {
    const { violations } = check([uniqueNames], {
      "test-two": { resources: { aws_sqs_queue: { mine: { name: "work" } } } },
      "test-one": { resources: { aws_sqs_queue: { theirs: { name: "work" } } } },
    });

    expect(violations).toEqual([
      'test-two/mine: is named "work", and so is aws_sqs_queue.theirs in test-one (test-one/theirs).',
    ]);
  });

  it("add up what the functions of every stack reserve", () => {
    const reserving = (reserved: number) => ({
      resources: { aws_lambda_function: { fn: { reserved_concurrent_executions: reserved } } },
    });

    const { violations } = check([reservedConcurrency], {
      "test-two": reserving(401),
      "test-one": reserving(500),
    });

    expect(violations).toEqual([
      "test-two/fn: reserves 401, with the functions before it 901; of the account's 1000 concurrent executions 900 can be reserved.",
    ]);
  });
});
