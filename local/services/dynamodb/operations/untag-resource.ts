import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
import { checkMembers, listOf, required } from "../requests/members";
import { text } from "../requests/scalar-members";
import { taggedTable } from "../tables/tags";
import type { Context } from "./context";

interface Input {
  readonly ResourceArn: string;
  readonly TagKeys: readonly string[];
}

const SHAPE = {
  ResourceArn: required(text({ least: 1, most: 1_283 })),
  TagKeys: required(listOf(text({ least: 1, most: 128 }))),
};

/** UntagResource */
export function untagResource({ state, access }: Context): Operation<Input> {
  return {
    name: "UntagResource",
    access: (input) => access.resource("UntagResource", input.ResourceArn),
    run(raw) {
      const input = checkMembers<Input>("UntagResource", raw, SHAPE);
      if (input.TagKeys.length === 0) {
        throw validationError("Atleast one Tag Key needs to be provided as Input.");
      }
      const table = taggedTable(state, input.ResourceArn);
      const kept = Object.entries(table.settings.tags).filter(([key]) => !input.TagKeys.includes(key));
      table.settings = { ...table.settings, tags: Object.fromEntries(kept) };
      return {};
    },
  };
}
