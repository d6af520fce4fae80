import { type Arguments, block, isGiven, mayBe } from "./engine/arguments";
import type { Rule } from "./engine/rule";

/** A delivery stream does not bury what it failed on. */
export const deliveryStreamFailures: Rule = {
  id: "delivery-stream-failures",
  title:
    "A Firehose delivery stream puts what it could not transform or deliver under a prefix of its own, and logs why.",
  why: "Firehose has no dead-letter queue: records that a transformation refuses, or a destination other than S3 does not take, are written to the bucket. Without error_output_prefix they lie among the good ones, and without logs nobody learns what was wrong with them.",
  source: {
    title: "Handle data delivery failures",
    url: "https://docs.aws.amazon.com/firehose/latest/dev/retry.html",
  },
  mend: "Set error_output_prefix where the stream writes to S3 (extended_s3_configuration, or s3_configuration of another destination), and cloudwatch_logging_options of the destination with enabled, log_group_name and log_stream_name.",
  *check(stack) {
    for (const at of stack.all("aws_kinesis_firehose_delivery_stream")) {
      const destination = block(at.args, `${String(at.args["destination"])}_configuration`);
      if (destination === undefined) continue;
      const bucket = block(destination, "s3_configuration") ?? destination;
      const missing = [
        isGiven(bucket["error_output_prefix"]) ? [] : ["error_output_prefix"],
        logs(destination) ? [] : ["cloudwatch_logging_options that are enabled"],
      ].flat();
      if (missing.length > 0) {
        yield { at, detail: `delivers to ${String(at.args["destination"])} without ${missing.join(", ")}.` };
      }
    }
  },
};

function logs(destination: Arguments): boolean {
  return mayBe(block(destination, "cloudwatch_logging_options")?.["enabled"], true);
}
