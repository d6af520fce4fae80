import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import * as z from "zod";
import { CliError } from "../cli-error";
import type { EnvironmentValues } from "../environment-values";

const stateSchema = z.object({
  lineage: z.string(),
  serial: z.number(),
  outputs: z.record(z.string(), z.object({ value: z.unknown() })).default({}),
  resources: z.array(z.object({ mode: z.string(), instances: z.array(z.unknown()) })).default([]),
});

/** A stack's Terraform state, as far as it is looked into. */
export type State = z.output<typeof stateSchema>;

const lockSchema = z.object({ ID: z.string(), Who: z.string(), Operation: z.string(), Created: z.string() });

/** Who holds the lock of a state, as Terraform writes it. */
export type StateLock = z.output<typeof lockSchema>;

/**
 * The objects in an environment's state bucket: states, their locks, and the records of applies. Methods throw a CliError
 * when the bucket does not exist or S3 refuses.
 */
export class StateStore {
  private readonly client: S3Client;

  constructor(private readonly values: Pick<EnvironmentValues, "name" | "region" | "stateBucket">) {
    this.client = new S3Client({ region: values.region, followRegionRedirects: true });
  }

  /**
   * @param stack - such as `dev-catalog`
   * @returns `undefined` when the stack was never applied
   */
  async state(stack: string): Promise<State | undefined> {
    const text = await this.read(this.stateKey(stack));
    return text === undefined ? undefined : stateSchema.parse(JSON.parse(text));
  }

  /** The lock on a stack's state; `undefined` when nobody holds it. */
  async lock(stack: string): Promise<StateLock | undefined> {
    const text = await this.read(`${this.stateKey(stack)}.tflock`);
    return text === undefined ? undefined : lockSchema.parse(JSON.parse(text));
  }

  /** Takes the lock away from whoever holds it. */
  unlock(stack: string): Promise<unknown> {
    const Key = `${this.stateKey(stack)}.tflock`;
    return this.attempt("delete", Key, (Bucket) =>
      this.client.send(new DeleteObjectCommand({ Bucket, Key })),
    );
  }

  /** Names of the stacks that have a state, such as `dev-catalog`. */
  async stacks(): Promise<readonly string[]> {
    const { name } = this.values;
    const Prefix = `${name}/`;
    const keys = await this.attempt("list", Prefix, async (Bucket) => {
      const found: string[] = [];
      const pages = paginateListObjectsV2({ client: this.client }, { Bucket, Prefix, Delimiter: "/" });
      for await (const { Contents = [] } of pages) found.push(...Contents.map(({ Key = "" }) => Key));
      return found;
    });
    return keys.flatMap((key) => {
      const stack = /^[^/]+\/(.+)\.tfstate$/.exec(key)?.[1];
      return stack === undefined ? [] : [`${name}-${stack}`];
    });
  }

  /** The text of an object; `undefined` when there is none. */
  read(key: string): Promise<string | undefined> {
    return this.attempt("read", key, async (Bucket) => {
      try {
        const { Body } = await this.client.send(new GetObjectCommand({ Bucket, Key: key }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    });
  }

  /** Writes a text. */
  write(key: string, text: string): Promise<unknown> {
    const object = { Key: key, Body: text, ContentType: "application/json" };
    return this.attempt("write", key, (Bucket) =>
      this.client.send(new PutObjectCommand({ Bucket, ...object })),
    );
  }

  /** @throws CliError with what was tried and what S3 says */
  private async attempt<T>(verb: string, key: string, run: (bucket: string) => Promise<T>): Promise<T> {
    const { name, stateBucket } = this.values;
    try {
      return await run(stateBucket);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error.name === "NoSuchBucket") {
        throw new CliError(
          `The state bucket ${stateBucket} does not exist; make it: npx platform bootstrap ${name}`,
        );
      }
      throw new CliError(`s3://${stateBucket}/${key}: cannot ${verb} it: ${error.name}: ${error.message}`);
    }
  }

  close(): void {
    this.client.destroy();
  }

  private stateKey(stack: string): string {
    const { name } = this.values;
    return `${name}/${stack.slice(name.length + 1)}.tfstate`;
  }
}
