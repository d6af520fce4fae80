import type { Operation } from "../../../kernel/operation";
import { checkMembers, required } from "../requests/members";
import { text } from "../requests/scalar-members";
import { taggedTable } from "../tables/tags";
import type { Context } from "./context";

interface Input {
  readonly ResourceArn: string;
  readonly NextToken?: string;
}

const SHAPE = { ResourceArn: required(text({ least: 1, most: 1_283 })), NextToken: text() };

/** ListTagsOfResource; all tags on one page. */
export function listTagsOfResource({ state, access }: Context): Operation<Input> {
  return {
    name: "ListTagsOfResource",
    traced: false,
    access: (input) => access.resource("ListTagsOfResource", input.ResourceArn),
    run(raw) {
      const input = checkMembers<Input>("ListTagsOfResource", raw, SHAPE);
      const { tags } = taggedTable(state, input.ResourceArn).settings;
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
