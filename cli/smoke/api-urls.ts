import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { CliError } from "../cli-error";
import { readManifest } from "../synthesized-stacks";

/** Base URLs by name of the API. */
export type ApiUrls = Readonly<Record<string, string>>;

const OUTPUT = /^(.+)_api_url$/;

const readyLine = z.object({ apis: z.record(z.string(), z.string()) });

/**
 * @param path - of a file with the line that `npm run local -- --json` prints
 * @throws CliError when it holds none
 */
export function urlsOfLocalCloud(path: string): ApiUrls {
  try {
    return readyLine.parse(JSON.parse(readFileSync(path, "utf8"))).apis;
  } catch (error) {
    throw new CliError(
      `${path} does not hold the line that npm run local -- --json prints. (${(error as Error).message})`,
    );
  }
}

const synthesized = z.object({
  output: z.record(z.string(), z.unknown()).default({}),
  terraform: z.object({
    backend: z.object({ s3: z.object({ bucket: z.string(), key: z.string(), region: z.string() }) }),
  }),
});

type Template = z.output<typeof synthesized>;

const state = z.object({ outputs: z.record(z.string(), z.object({ value: z.unknown() })).default({}) });

/**
 * Reads the URLs from the states of the stacks that promise one.
 * @param outdir - folder of a synthesis
 * @throws CliError when a stack was not applied yet, or its state cannot be read
 */
export async function urlsOfEnvironment(outdir: string, environment: string): Promise<ApiUrls> {
  const stacks = readManifest(outdir).filter(({ name }) => name.startsWith(`${environment}-`));
  if (stacks.length === 0) {
    throw new CliError(`${outdir} holds no stack of "${environment}"; npm run synth writes them all.`);
  }
  const urls: Record<string, string> = {};
  for (const { name, synthesizedStackPath } of stacks) {
    const template = synthesized.parse(JSON.parse(readFileSync(join(outdir, synthesizedStackPath), "utf8")));
    const promised = Object.keys(template.output).filter((output) => OUTPUT.test(output));
    if (promised.length === 0) continue;
    const { outputs } = await readState(name, template);
    for (const output of promised) {
      const url = outputs[output]?.value;
      if (typeof url !== "string") {
        throw new CliError(`The state of ${name} has no output ${output}: it was not applied as it is now.`);
      }
      urls[output.replace(OUTPUT, "$1")] = url;
    }
  }
  return urls;
}

async function readState(stack: string, { terraform }: Template): Promise<z.output<typeof state>> {
  const { bucket, key, region } = terraform.backend.s3;
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = process.env;
  // Other servers than AWS have no name for each bucket.
  const client = new S3Client({ region, forcePathStyle: Boolean(AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL) });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return state.parse(JSON.parse((await Body?.transformToString()) ?? ""));
  } catch (error) {
    if (error instanceof NoSuchKey) {
      throw new CliError(`${stack} was not applied yet: there is no s3://${bucket}/${key}`);
    }
    const { name, message } = error as Error;
    throw new CliError(`The state of ${stack}, s3://${bucket}/${key}, cannot be read: ${name}: ${message}`);
  } finally {
    client.destroy();
  }
}
