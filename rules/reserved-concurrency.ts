import { numberOr } from "./engine/arguments";
import type { Rule } from "./engine/rule";
import { inOneOrder } from "./engine/stack-view";

/** What AWS gives an account, unless `accountQuotas` says otherwise. */
const DEFAULT_CONCURRENCY = 1000;
/** What AWS keeps for the functions that reserve nothing. */
const UNRESERVED = 100;

/** AWS will take the reservations. */
export const reservedConcurrency: Rule = {
  id: "reserved-concurrency",
  title:
    "The functions of an environment together reserve no more than the account's concurrency less the 100 that AWS keeps for all others.",
  why: "AWS refuses the reservation that goes beyond at apply, halfway through the changes.",
  source: {
    title: "Configuring reserved concurrency for a function",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
  },
  mend: 'Lower the reservations (concurrency.apiReserved of the environment is one for each API\'s function), or have the quota raised and state it as accountQuotas["lambda-concurrency"].',
  *check(stack) {
    const quota = stack.settings.accountQuotas["lambda-concurrency"] ?? DEFAULT_CONCURRENCY;
    const most = Math.max(0, quota - UNRESERVED);
    let sum = 0;
    for (const at of inOneOrder(stack.everywhere("aws_lambda_function"))) {
      const reserved = numberOr(at.args["reserved_concurrent_executions"], 0);
      if (reserved === undefined || reserved <= 0) continue;
      sum += reserved;
      if (sum <= most || at.stack !== stack) continue;
      const others = sum === reserved ? "" : `, with the functions before it ${sum}`;
      yield {
        at,
        detail: `reserves ${reserved}${others}; of the account's ${quota} concurrent executions ${most} can be reserved.`,
      };
    }
  },
};
