import type { Kernel } from "../../../kernel/kernel";
import type { Attributes } from "../../../kernel/service";

/** The name of something of IAM: the one that it has, the one that is wanted, or one made of a prefix. */
export function chooseName(
  kernel: Kernel,
  config: { readonly name?: string | undefined; readonly name_prefix?: string | undefined },
  prior: Attributes | undefined,
): string {
  const given = prior?.["name"];
  if (typeof given === "string") return given;
  return config.name ?? `${config.name_prefix ?? "terraform-"}${kernel.ids.text(26, "0123456789")}`;
}

/** The ARN of something of IAM, which belongs to no region. */
export function iamArn(kernel: Kernel, resource: string): string {
  return `arn:${kernel.partition}:iam::${kernel.accountId}:${resource}`;
}

/** An id as IAM makes them: four letters for the kind, then chance. */
export function uniqueId(kernel: Kernel, kind: "AROA" | "ANPA"): string {
  return kind + kernel.ids.text(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
}
