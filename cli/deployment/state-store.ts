import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
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

/** The objects in an environment's state bucket: states, their locks, and the records of applies. */
export class StateStore {
  private readonly client: S3Client;

  constructor(private readonly values: Pick<EnvironmentValues, "name" | "region" | "stateBucket">) {
    this.client = new S3Client({ region: values.region, followRegionRedirects: true });
  }

  /**
   * @param stack - such as `dev-catalog`
   * @returns `undefined` when the stack was never applied
   * @throws CliError when the bucket does not exist
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
  async unlock(stack: string): Promise<void> {
    const Key = `${this.stateKey(stack)}.tflock`;
    await this.client.send(new DeleteObjectCommand({ Bucket: this.values.stateBucket, Key }));
  }

  /** The text of an object; `undefined` when there is none. */
  async read(key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.client.send(
        new GetObjectCommand({ Bucket: this.values.stateBucket, Key: key }),
      );
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      if (error instanceof Error && error.name === "NoSuchBucket") {
        const { name, stateBucket } = this.values;
        throw new CliError(
          `The state bucket ${stateBucket} does not exist; make it: npx platform bootstrap ${name}`,
        );
      }
      throw error;
    }
  }

  /** Writes a text. */
  async write(key: string, text: string): Promise<void> {
    await this.client.send(
      new PutObjectCommand({
        Bucket: this.values.stateBucket,
        Key: key,
        Body: text,
        ContentType: "application/json",
      }),
    );
  }

  close(): void {
    this.client.destroy();
  }

  private stateKey(stack: string): string {
    const { name } = this.values;
    return `${name}/${stack.slice(name.length + 1)}.tfstate`;
  }
}
