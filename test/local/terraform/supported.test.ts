import * as z from "zod";
import type { ResourceType, Service } from "../../../local/kernel/service";
import { block, blocks, number } from "../../../local/terraform/arguments";
import { supportedMarkdown } from "../../../local/terraform/supported";

const thing: ResourceType = {
  type: "aws_thing",
  arguments: z
    .strictObject({
      name: z.string(),
      size: number.optional(),
      shape: block(
        z.strictObject({ color: z.string(), edge: blocks(z.strictObject({ length: number })) }),
      ).optional(),
      encrypted: z.string().optional(),
      encryption: block(z.strictObject({ key: z.string() })),
      tags: z.record(z.string(), z.string()).optional(),
    })
    .refine(() => true),
  inert: { encrypted: "nothing is encrypted", encryption: "nothing is encrypted", tags: "for search" },
  apply: () => ({}),
  remove() {},
};

test("supportedMarkdown lists arguments, what has no effect, data sources, operations and functions", () => {
  const services: Service[] = [
    {
      name: "things",
      resources: [thing],
      operations: [{ name: "ListThings", access: () => [], run: () => ({}) }],
    },
    { name: "silent" },
    {
      name: "here",
      dataSources: [{ type: "aws_here", arguments: z.strictObject({ a: z.string() }), read: () => ({}) }],
    },
  ];

  const markdown = supportedMarkdown(services);

  expect(markdown.slice(0, markdown.indexOf("### Terraform functions"))).toBe(
    [
      "### here",
      "",
      "| Data source | Arguments | Accepted without effect |",
      "| --- | --- | --- |",
      "| `aws_here` | `a` |  |",
      "",
      "### things",
      "",
      "| Resource | Arguments | Accepted without effect |",
      "| --- | --- | --- |",
      "| `aws_thing` | `name`, `shape.color`, `shape.edge.length`, `size` | `encrypted`, `encryption`: nothing is encrypted |",
      "",
      "Operations: `ListThings`",
      "",
      "",
    ].join("\n"),
  );
  expect(markdown).toContain("`jsonencode`");
});
