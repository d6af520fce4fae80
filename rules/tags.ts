import { type Arguments, blocks, isExpression, isGiven } from "./engine/arguments";
import type { Rule } from "./engine/rule";

const REQUIRED = ["environment", "stack", "repository"];

/** Every resource says whose it is. */
export const tags: Rule = {
  id: "tags",
  title: `The provider tags every resource with ${REQUIRED.join(", ")}.`,
  why: "Cost, access by tag and the question whether a resource may go all need to know whose it is.",
  source: {
    title: "Best Practices for Tagging AWS Resources",
    url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  },
  mend: "Derive the stack from EnvironmentStack, or set default_tags of the provider.",
  *check(stack) {
    for (const [index, provider] of (stack.json.provider?.["aws"] ?? []).entries()) {
      const given: Arguments = Object.assign(
        {},
        ...blocks(provider, "default_tags").map((each) => each["tags"]),
      );
      const missing = REQUIRED.filter((tag) => !isGiven(given[tag]));
      const address = index === 0 ? "provider.aws" : `provider.aws[${index}]`;
      const at = { path: stack.name, address };
      if (missing.length > 0) yield { at, detail: `sets no default tag ${missing.join(", ")}.` };
      const { environment } = given;
      if (
        typeof environment === "string" &&
        !isExpression(environment) &&
        environment !== stack.settings.name
      ) {
        yield {
          at,
          detail: `tags with environment "${environment}" in the environment ${stack.settings.name}.`,
        };
      }
    }
  },
};
