import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
import { checkMembers, required } from "../requests/members";
import { text } from "../requests/scalar-members";
import type { TagInput } from "../tables/table-inputs";
import { tagsMember } from "../tables/table-shapes";
import { checkTags, taggedTable } from "../tables/tags";
import type { Context } from "./context";

interface Input {
  readonly ResourceArn: string;
  readonly Tags: readonly TagInput[];
}

const SHAPE = { ResourceArn: required(text({ least: 1, most: 1_283 })), Tags: required(tagsMember) };

/** TagResource */
export function tagResource({ state, access }: Context): Operation<Input> {
  return {
    name: "TagResource",
    access: (input) => access.resource("TagResource", input.ResourceArn),
    run(raw) {
      const input = checkMembers<Input>("TagResource", raw, SHAPE);
      // The spelling is AWS's.
      if (input.Tags.length === 0) throw validationError("Atleast one Tag needs to be provided as Input.");
      const table = taggedTable(state, input.ResourceArn);
      const added = Object.fromEntries(input.Tags.map((tag) => [tag.Key, tag.Value]));
      const tags = { ...table.settings.tags, ...added };
      checkTags(tags);
      table.settings = { ...table.settings, tags };
      return {};
    },
  };
}
