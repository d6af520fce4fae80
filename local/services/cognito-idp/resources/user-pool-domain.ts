import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { number } from "../../../terraform/arguments";
import type { Pools } from "../state";

/** What AWS keeps for itself in the names of its hosts. */
const RESERVED_WORDS = ["aws", "amazon", "cognito"];

const schema = z.strictObject({
  domain: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
    error:
      "the local cloud models domain prefixes (1 to 63 of a-z, 0-9 and hyphens, none at the ends), no custom domains",
  }),
  user_pool_id: z.string(),
  managed_login_version: number.optional(),
});

/** aws_cognito_user_pool_domain with a prefix, which puts the pool's token endpoint up. */
export function userPoolDomain(kernel: Kernel, pools: Pools): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_cognito_user_pool_domain",
    arguments: schema,
    inert: { managed_login_version: "the hosted sign-in pages are not modelled; sign in through the API" },
    replacedBy: ["domain", "user_pool_id"],
    apply({ domain, user_pool_id: poolId }) {
      const pool = pools.pool(poolId);
      const reserved = RESERVED_WORDS.find((word) => domain.includes(word));
      if (reserved !== undefined) refuse(`Domain cannot contain reserved word: ${reserved}`);
      const holder = pools.withDomain(domain);
      if (holder !== undefined && holder !== pool)
        refuse("Domain already associated with another user pool.");
      if (pool.domain !== undefined && pool.domain !== domain) {
        refuse("User pool already has a domain configured.");
      }
      pool.domain = domain;
      return {
        id: domain,
        domain,
        user_pool_id: poolId,
        aws_account_id: kernel.accountId,
        // Without a certificate the host is AWS's own, behind a distribution that nobody points to.
        certificate_arn: "",
        cloudfront_distribution: "",
        cloudfront_distribution_arn: "",
        cloudfront_distribution_zone_id: "",
        s3_bucket: "",
        version: "",
      };
    },
    remove({ domain }) {
      delete pools.withDomain(domain)?.domain;
    },
  };
}

function refuse(message: string): never {
  throw new AwsError("InvalidParameterException", message);
}
