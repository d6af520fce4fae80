import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { number, text } from "../../../terraform/arguments";
import type { Archives } from "../archives";
import type { Buses } from "../buses";
import { alreadyExists, constraintViolated, invalid } from "../errors";
import { readPattern } from "../rule-changes";

const schema = z.strictObject({
  name: text,
  event_source_arn: text,
  description: text.optional(),
  event_pattern: text.optional(),
  retention_days: number.default(0),
});

type Config = z.infer<typeof schema>;

const NAME = /^[.\-_A-Za-z0-9]{1,48}$/;

/** `aws_cloudwatch_event_archive` */
export function eventArchiveResource(kernel: Kernel, buses: Buses, archives: Archives): ResourceType<Config> {
  return {
    type: "aws_cloudwatch_event_archive",
    arguments: schema,
    replacedBy: ["name", "event_source_arn"],
    apply(config, { prior }) {
      const { name, event_source_arn: busArn, event_pattern, retention_days: retentionDays } = config;
      if (!NAME.test(name)) {
        throw constraintViolated(
          name,
          "archiveName",
          "Member must have 1 to 48 characters and satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
        );
      }
      if (!Number.isInteger(retentionDays) || retentionDays < 0) {
        throw constraintViolated(
          retentionDays,
          "retentionDays",
          "Member must have value greater than or equal to 0",
        );
      }
      if (prior === undefined && archives.has(name)) throw alreadyExists("Archive", name);
      if (buses.findByArn(busArn) === undefined) throw invalid(`Event bus ${busArn} does not exist.`);
      const pattern = event_pattern === undefined ? undefined : readPattern(event_pattern);
      archives.put({ name, busArn, pattern, retentionDays });
      return { ...config, id: name, arn: kernel.arn("events", `archive/${name}`) };
    },
    remove({ name }) {
      archives.delete(name);
    },
  };
}
