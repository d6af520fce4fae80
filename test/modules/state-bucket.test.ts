import { StateBucket } from "../../modules/state-bucket";
import { refusal, synth } from "./synthesis";

const bucket = () => synth((scope) => new StateBucket(scope, "state", { name: "shop-state" }));

describe("StateBucket", () => {
  test.each([
    ["a.b", "a..b"],
    ["a".repeat(63), "a".repeat(64)],
    ["shop-state", "Shop-state"],
    ["shop-state", "shop-state-"],
    ["10.0.0.a", "10.0.0.1"],
  ])("takes the name %s and refuses %s", (good, bad) => {
    expect(refusal((scope) => new StateBucket(scope, "state", { name: good }))).toEqual([]);
    expect(refusal((scope) => new StateBucket(scope, "state", { name: bad }))).toEqual([
      expect.stringContaining(`name is "${bad}"; a bucket's has 3 to 63 lower-case letters`),
    ]);
  });

  test("is one that Terraform refuses to destroy", () => {
    expect(bucket().one("aws_s3_bucket")).toMatchObject({
      bucket: "shop-state",
      lifecycle: { prevent_destroy: true },
    });
  });

  test("keeps what was overwritten for 90 days, and the last 20 versions for good", () => {
    const stack = bucket();

    expect(stack.one("aws_s3_bucket_versioning")["versioning_configuration"]).toEqual({ status: "Enabled" });
    expect(stack.one("aws_s3_bucket_lifecycle_configuration")["rule"]).toEqual([
      {
        id: "old-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 20 }],
        expiration: [{ expired_object_delete_marker: true }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ]);
  });

  test("is encrypted and closed to the public, and all in it is the account's", () => {
    const stack = bucket();

    expect(stack.one("aws_s3_bucket_server_side_encryption_configuration")["rule"]).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(stack.one("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.one("aws_s3_bucket_ownership_controls")["rule"]).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
  });

  test("refuses requests without TLS, to itself and to what is in it", () => {
    expect(JSON.parse(bucket().one("aws_s3_bucket_policy")["policy"]).Statement).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::shop-state", "arn:aws:s3:::shop-state/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });
});
